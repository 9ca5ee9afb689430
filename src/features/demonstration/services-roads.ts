import type { DemonstrationAttribute, DemonstrationGroup } from './catalogue-types.ts';

/** The form of POTHOLE asks one question of every datatype, so that the demonstration shows each of them once. */
const potholeAttributes: DemonstrationAttribute[] = [
  {
    code: 'SAFETY_NOTE',
    datatype: 'text',
    required: false,
    variable: false,
    description: {
      pl: 'Nie wchodź na jezdnię, żeby zmierzyć dziurę albo zrobić zdjęcie. Wystarczy to, co widać z chodnika.',
      en: 'Do not step into the road to measure the hole or take a photo. What you can see from the pavement is enough.',
      uk: 'Не виходьте на проїзну частину, щоб виміряти яму чи зробити фото. Достатньо того, що видно з тротуару.',
    },
  },
  {
    code: 'SIZE',
    datatype: 'singlevaluelist',
    required: true,
    variable: true,
    description: { pl: 'Jak duża jest dziura?', en: 'How big is the hole?', uk: 'Якого розміру яма?' },
    datatype_description: {
      pl: 'Wybierz najbliższą wielkość.',
      en: 'Choose the closest size.',
      uk: 'Виберіть найближчий розмір.',
    },
    values: [
      { key: 'small', name: { pl: 'Jak talerz', en: 'Like a plate', uk: 'Як тарілка' } },
      {
        key: 'medium',
        name: { pl: 'Jak koło samochodu', en: 'Like a car wheel', uk: 'Як колесо автомобіля' },
      },
      { key: 'large', name: { pl: 'Większa niż koło', en: 'Larger than a wheel', uk: 'Більша за колесо' } },
    ],
  },
  {
    code: 'ENDANGERED',
    datatype: 'multivaluelist',
    required: false,
    variable: true,
    description: { pl: 'Komu zagraża?', en: 'Who is in danger?', uk: 'Для кого вона небезпечна?' },
    datatype_description: {
      pl: 'Można zaznaczyć kilka odpowiedzi.',
      en: 'You can choose several answers.',
      uk: 'Можна вибрати кілька відповідей.',
    },
    values: [
      { key: 'drivers', name: { pl: 'Kierowcom', en: 'Drivers', uk: 'Для водіїв' } },
      { key: 'cyclists', name: { pl: 'Rowerzystom', en: 'Cyclists', uk: 'Для велосипедистів' } },
      { key: 'pedestrians', name: { pl: 'Pieszym', en: 'Pedestrians', uk: 'Для пішоходів' } },
      { key: 'buses', name: { pl: 'Autobusom', en: 'Buses', uk: 'Для автобусів' } },
    ],
  },
  {
    code: 'DEPTH_CM',
    datatype: 'number',
    required: false,
    variable: true,
    description: { pl: 'Głębokość (około)', en: 'Depth (roughly)', uk: 'Глибина (приблизно)' },
    datatype_description: { pl: 'W centymetrach.', en: 'In centimetres.', uk: 'У сантиметрах.' },
  },
  {
    code: 'NOTICED_AT',
    datatype: 'datetime',
    required: false,
    variable: true,
    description: { pl: 'Kiedy ją zauważono?', en: 'When was it noticed?', uk: 'Коли її помітили?' },
    datatype_description: { pl: 'Data i godzina.', en: 'Date and time.', uk: 'Дата й час.' },
  },
  {
    code: 'LANE',
    datatype: 'string',
    required: false,
    variable: true,
    description: { pl: 'Pas ruchu', en: 'Lane', uk: 'Смуга руху' },
    datatype_description: {
      pl: 'Na przykład: prawy pas w stronę centrum.',
      en: 'For example: right lane towards the centre.',
      uk: 'Наприклад: права смуга в бік центру.',
    },
  },
  {
    code: 'DAMAGE_DONE',
    datatype: 'text',
    required: false,
    variable: true,
    description: {
      pl: 'Czy doszło już do szkody lub wypadku?',
      en: 'Has it already caused damage or an accident?',
      uk: 'Чи вже сталося пошкодження або аварія?',
    },
    datatype_description: {
      pl: 'Opisz krótko, bez nazwisk i numerów rejestracyjnych.',
      en: 'Describe it briefly, without names or number plates.',
      uk: 'Опишіть коротко, без прізвищ і номерних знаків.',
    },
  },
];

/** Carriageways, pavements, cycle paths and what belongs to them. */
export const roadServices: DemonstrationGroup = {
  group_code: 'ROADS',
  names: { pl: 'Drogi i chodniki', en: 'Roads and pavements', uk: 'Дороги й тротуари' },
  services: [
    {
      service_code: 'POTHOLE',
      type: 'realtime',
      names: { pl: 'Dziura w jezdni', en: 'Pothole', uk: 'Яма на дорозі' },
      descriptions: {
        pl: 'Dziury i ubytki w jezdni ulicy. Uszkodzone chodniki i drogi rowerowe mają osobne kategorie.',
        en: 'Holes and missing surface in the carriageway. Damaged pavements and cycle paths have their own categories.',
        uk: 'Ями та вибоїни на проїзній частині. Для пошкоджених тротуарів і велодоріжок є окремі категорії.',
      },
      notice: {
        pl: 'Drogowcy obejrzą to miejsce i w ciągu 72 godzin naprawią jezdnię albo zabezpieczą dziurę.',
        en: 'A road crew will inspect the place and repair or secure the hole within 72 hours.',
        uk: 'Дорожня служба огляне місце і впродовж 72 годин відремонтує дорогу або огородить яму.',
      },
      keywords: ['dziura', 'jezdnia', 'asfalt', 'ubytek', 'pothole', 'яма'],
      agency: 'Zarząd Dróg i Utrzymania Miasta',
      response_hours: 72,
      attributes: potholeAttributes,
      descriptions_of_cases: [
        'Wielka dziura na prawym pasie, tuż za przejściem. Auta odbijają na lewy pas, zaraz ktoś się stuknie.',
        'Po zimie asfalt się wykruszył, dziura rośnie z każdym deszczem.',
        'Dziura przy krawężniku, rowerem nie da się tędy przejechać.',
        'Zapadł się asfalt po niedawnych wykopach, zrobił się głęboki dołek.',
        'Cały rządek dziur przed skrzyżowaniem, można urwać koło.',
      ],
    },
    {
      service_code: 'PAVEMENT',
      type: 'realtime',
      names: { pl: 'Uszkodzony chodnik', en: 'Damaged pavement', uk: 'Пошкоджений тротуар' },
      descriptions: {
        pl: 'Zapadnięte, wystające lub brakujące płyty i kostki na chodniku miejskim. Chodników na terenie wspólnot i spółdzielni miasto nie naprawia.',
        en: 'Sunken, raised or missing slabs on a city pavement. The city does not repair pavements on housing association land.',
        uk: 'Просілі, виступаючі або відсутні плити на міському тротуарі. Тротуари на території житлових кооперативів місто не ремонтує.',
      },
      notice: {
        pl: 'Obejrzymy chodnik i w ciągu 14 dni naprawimy go albo podamy termin większego remontu.',
        en: 'We will inspect the pavement and within 14 days repair it or tell you when larger works are planned.',
        uk: 'Ми оглянемо тротуар і впродовж 14 днів відремонтуємо його або повідомимо дату більшого ремонту.',
      },
      keywords: ['chodnik', 'płyta', 'kostka', 'krawężnik', 'pavement', 'тротуар'],
      agency: 'Zarząd Dróg i Utrzymania Miasta',
      response_hours: 336,
      descriptions_of_cases: [
        'Wystają płyty chodnikowe, starsza pani się dziś o nie potknęła.',
        'Korzenie podniosły chodnik, z wózkiem trzeba zjeżdżać na jezdnię.',
        'Brakuje kilku kostek, po deszczu stoi tam kałuża.',
        'Krawężnik przy przejściu jest ukruszony i ostry.',
      ],
    },
    {
      service_code: 'CYCLE-PATH',
      type: 'realtime',
      names: { pl: 'Droga rowerowa', en: 'Cycle path', uk: 'Велодоріжка' },
      descriptions: {
        pl: 'Uszkodzona nawierzchnia, szkło lub przeszkody na drodze rowerowej. Pomysły na nowe trasy zgłoś jako pomysł dla miasta.',
        en: 'Damaged surface, glass or obstacles on a cycle path. Suggest new routes as an idea for the city.',
        uk: 'Пошкоджене покриття, скло чи перешкоди на велодоріжці. Нові маршрути пропонуйте як ідею для міста.',
      },
      notice: {
        pl: 'Szkło i przeszkody usuniemy, a uszkodzenie naprawimy lub oznaczymy w ciągu 7 dni.',
        en: 'We will clear glass and obstacles and repair or mark the damage within 7 days.',
        uk: 'Приберемо скло й перешкоди та відремонтуємо або позначимо пошкодження впродовж 7 днів.',
      },
      keywords: ['rower', 'ścieżka rowerowa', 'droga rowerowa', 'cycling', 'велосипед'],
      agency: 'Zarząd Dróg i Utrzymania Miasta',
      response_hours: 168,
      attributes: [
        {
          code: 'PROBLEM',
          datatype: 'singlevaluelist',
          required: true,
          variable: true,
          description: { pl: 'Co się dzieje?', en: 'What is wrong?', uk: 'Що сталося?' },
          values: [
            { key: 'surface', name: { pl: 'Zła nawierzchnia', en: 'Bad surface', uk: 'Погане покриття' } },
            { key: 'glass', name: { pl: 'Szkło', en: 'Broken glass', uk: 'Скло' } },
            { key: 'obstacle', name: { pl: 'Przeszkoda', en: 'Obstacle', uk: 'Перешкода' } },
          ],
        },
      ],
      descriptions_of_cases: [
        'Rozbite butelki na całej szerokości ścieżki, już złapałem gumę.',
        'Korzenie wybrzuszyły asfalt na drodze rowerowej, można wylecieć z siodełka.',
        'Ktoś zostawił barierkę po remoncie na środku ścieżki.',
        'Gałąź zwisa nad drogą rowerową na wysokości głowy.',
      ],
    },
    {
      service_code: 'ROAD-SIGN',
      type: 'realtime',
      names: { pl: 'Znak drogowy', en: 'Road sign', uk: 'Дорожній знак' },
      descriptions: {
        pl: 'Przewrócony, obrócony, zasłonięty lub brakujący znak albo tablica z nazwą ulicy. Wnioski o nową organizację ruchu nie należą do tej kategorii.',
        en: 'A fallen, turned, hidden or missing sign or street name plate. Proposals to change traffic rules do not belong here.',
        uk: 'Повалений, повернутий, закритий або відсутній знак чи табличка з назвою вулиці. Пропозиції змінити рух сюди не належать.',
      },
      notice: {
        pl: 'Znaki ważne dla bezpieczeństwa przywracamy od razu, pozostałe w ciągu 5 dni.',
        en: 'Signs that matter for safety are restored at once, all others within 5 days.',
        uk: 'Знаки, важливі для безпеки, відновлюємо одразу, решту впродовж 5 днів.',
      },
      keywords: ['znak', 'stop', 'tabliczka', 'sign', 'знак'],
      agency: 'Zarząd Dróg i Utrzymania Miasta',
      response_hours: 120,
      descriptions_of_cases: [
        'Znak „ustąp pierwszeństwa” obrócony w złą stronę po wichurze.',
        'Przewrócony znak zakazu leży na trawniku.',
        'Gałęzie całkiem zasłaniają znak ograniczenia prędkości.',
        'Tablica z nazwą ulicy wisi na jednej śrubie.',
      ],
    },
    {
      service_code: 'ROAD-MARKING',
      type: 'batch',
      names: { pl: 'Oznakowanie poziome', en: 'Road markings', uk: 'Дорожня розмітка' },
      descriptions: {
        pl: 'Starte pasy na przejściach, linie i strzałki na jezdni. Zgłoszenia zbieramy i malujemy w jednym cyklu, gdy pozwala pogoda.',
        en: 'Worn zebra crossings, lines and arrows on the road. Reports are collected and painted in one round when the weather allows.',
        uk: 'Стерті переходи, лінії та стрілки на дорозі. Ми збираємо звернення й фарбуємо все разом, коли дозволяє погода.',
      },
      notice: {
        pl: 'Po sprawdzeniu dopiszemy to miejsce do planu malowania i odpowiemy w ciągu 30 dni.',
        en: 'After a check we will add the place to the painting plan and answer within 30 days.',
        uk: 'Після перевірки внесемо це місце до плану фарбування і відповімо впродовж 30 днів.',
      },
      keywords: ['pasy', 'zebra', 'przejście', 'linia', 'crosswalk', 'розмітка'],
      agency: 'Zarząd Dróg i Utrzymania Miasta',
      response_hours: 720,
      descriptions_of_cases: [
        'Pasów na przejściu przy szkole prawie nie widać.',
        'Po remoncie nie odmalowano linii, nikt nie wie, który pas jest do skrętu.',
        'Starta koperta na miejscu dla osób z niepełnosprawnością.',
      ],
    },
    {
      service_code: 'MANHOLE-COVER',
      type: 'realtime',
      names: { pl: 'Właz lub studzienka', en: 'Manhole cover', uk: 'Люк' },
      descriptions: {
        pl: 'Brakujący, pęknięty, zapadnięty lub stukający właz w jezdni albo chodniku. Zatkany wpust deszczowy zgłoś w grupie „Woda i kanalizacja”.',
        en: 'A missing, cracked, sunken or rattling cover in a road or pavement. Report a blocked storm drain under “Water and sewerage”.',
        uk: 'Відсутній, тріснутий, просілий або гуркітливий люк на дорозі чи тротуарі. Про забитий зливостік повідомляйте в групі «Вода і каналізація».',
      },
      notice: {
        pl: 'Otwarty właz zabezpieczymy jak najszybciej, a każde zgłoszenie załatwimy w ciągu 24 godzin.',
        en: 'An open manhole is secured as soon as possible, and every report is dealt with within 24 hours.',
        uk: 'Відкритий люк огородимо якнайшвидше, а кожне звернення опрацюємо впродовж 24 годин.',
      },
      keywords: ['właz', 'studzienka', 'pokrywa', 'manhole', 'люк'],
      agency: 'Zarząd Dróg i Utrzymania Miasta',
      response_hours: 24,
      descriptions_of_cases: [
        'Brak pokrywy studzienki na chodniku, ktoś wetknął tam gałąź jako ostrzeżenie.',
        'Właz wali przy każdym przejeździe autobusu, w nocy nie da się spać.',
        'Studzienka zapadła się dobre dziesięć centymetrów.',
        'Pęknięta pokrywa, rusza się pod nogami.',
      ],
    },
  ],
};
