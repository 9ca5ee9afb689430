import type { DemonstrationGroup } from './catalogue-types.ts';

/** Street lamps and traffic signals. */
export const lightingServices: DemonstrationGroup = {
  group_code: 'LIGHTING',
  names: { pl: 'Oświetlenie i sygnalizacja', en: 'Lighting and signals', uk: 'Освітлення і світлофори' },
  services: [
    {
      service_code: 'STREET-LIGHT',
      type: 'realtime',
      names: { pl: 'Niedziałająca latarnia', en: 'Street light out', uk: 'Не світить ліхтар' },
      descriptions: {
        pl: 'Latarnia uliczna, która nie świeci, miga albo pali się w dzień. Lampy w parkach oraz przewrócone słupy mają osobne kategorie.',
        en: 'A street light that is out, flickers or burns by day. Lamps in parks and fallen posts have their own categories.',
        uk: 'Вуличний ліхтар, який не світить, блимає або горить удень. Для ліхтарів у парках і повалених стовпів є окремі категорії.',
      },
      notice: {
        pl: 'Przekażemy usterkę konserwatorowi, który naprawi latarnię w ciągu 72 godzin.',
        en: 'We will pass the fault to the maintenance crew, who will repair the light within 72 hours.',
        uk: 'Передамо несправність ремонтній бригаді, яка полагодить ліхтар упродовж 72 годин.',
      },
      keywords: ['latarnia', 'lampa', 'światło', 'ciemno', 'street light', 'ліхтар'],
      agency: 'Zarząd Dróg i Utrzymania Miasta',
      response_hours: 72,
      descriptions_of_cases: [
        'Od tygodnia nie świeci latarnia przy przystanku, jest ciemno jak w piwnicy.',
        'Lampa miga całą noc prosto w okna.',
        'Nie działa pięć latarni pod rząd, strach tędy wracać wieczorem.',
        'Latarnie świecą się w środku dnia.',
        'Latarnia przy przejściu dla pieszych zgasła, kierowcy nas nie widzą.',
      ],
    },
    {
      service_code: 'LAMP-POST',
      type: 'realtime',
      names: { pl: 'Uszkodzony słup latarni', en: 'Damaged lamp post', uk: 'Пошкоджений стовп' },
      descriptions: {
        pl: 'Przechylony lub przewrócony słup, otwarta wnęka, wiszące przewody. Gdy grozi to wypadkiem, najpierw zadzwoń pod 112.',
        en: 'A leaning or fallen post, an open hatch, hanging wires. If people are in danger, call 112 first.',
        uk: 'Похилений або повалений стовп, відкриті дверцята, звисаючі дроти. Якщо є загроза для людей, спершу телефонуйте 112.',
      },
      notice: {
        pl: 'Pogotowie oświetleniowe zabezpieczy słup w ciągu 24 godzin; wymiana może potrwać dłużej.',
        en: 'The lighting emergency crew will secure the post within 24 hours; replacing it may take longer.',
        uk: 'Аварійна служба освітлення убезпечить стовп упродовж 24 годин; заміна може тривати довше.',
      },
      keywords: ['słup', 'kable', 'przewody', 'lamp post', 'стовп'],
      agency: 'Zarząd Dróg i Utrzymania Miasta',
      response_hours: 24,
      attributes: [
        {
          code: 'POST_NUMBER',
          datatype: 'string',
          required: false,
          variable: true,
          description: { pl: 'Numer na słupie', en: 'Number on the post', uk: 'Номер на стовпі' },
          datatype_description: {
            pl: 'Jeśli da się go bezpiecznie odczytać.',
            en: 'If you can read it safely.',
            uk: 'Якщо його можна безпечно прочитати.',
          },
        },
        {
          code: 'BARE_WIRES',
          datatype: 'singlevaluelist',
          required: true,
          variable: true,
          description: {
            pl: 'Czy widać przewody?',
            en: 'Are wires visible?',
            uk: 'Чи видно дроти?',
          },
          values: [
            { key: 'yes', name: { pl: 'Tak', en: 'Yes', uk: 'Так' } },
            { key: 'no', name: { pl: 'Nie', en: 'No', uk: 'Ні' } },
            { key: 'unknown', name: { pl: 'Nie wiem', en: 'I do not know', uk: 'Не знаю' } },
          ],
        },
      ],
      descriptions_of_cases: [
        'Słup po stłuczce mocno się przechylił w stronę chodnika.',
        'Drzwiczki w latarni otwarte, kable na wierzchu, a obok plac zabaw.',
        'Klosz wisi na samym kablu i buja się na wietrze.',
        'Słup przerdzewiał przy ziemi, rusza się, jak się go dotknie.',
      ],
    },
    {
      service_code: 'PARK-LIGHT',
      type: 'realtime',
      names: { pl: 'Lampa w parku', en: 'Park light', uk: 'Ліхтар у парку' },
      descriptions: {
        pl: 'Niedziałające lub zniszczone lampy w parkach, na skwerach i bulwarach. Latarnie przy ulicach mają osobną kategorię.',
        en: 'Lamps that are out or broken in parks, squares and riverside walks. Street lights have their own category.',
        uk: 'Ліхтарі, що не світять або розбиті, у парках, скверах і на набережних. Для вуличних ліхтарів є окрема категорія.',
      },
      notice: {
        pl: 'Sprawdzimy lampę i naprawimy ją w ciągu 7 dni.',
        en: 'We will check the lamp and repair it within 7 days.',
        uk: 'Перевіримо ліхтар і полагодимо його впродовж 7 днів.',
      },
      keywords: ['park', 'skwer', 'bulwar', 'lampa', 'park light', 'парк'],
      agency: 'Zarząd Zieleni Miejskiej',
      response_hours: 168,
      descriptions_of_cases: [
        'W parku nie świeci ani jedna lampa na głównej alejce.',
        'Rozbite klosze przy ławkach nad Odrą, szkło leży na trawie.',
        'Lampa na skwerze gaśnie i zapala się co kilka minut.',
      ],
    },
    {
      service_code: 'TRAFFIC-LIGHT',
      type: 'realtime',
      names: { pl: 'Awaria sygnalizacji', en: 'Traffic light fault', uk: 'Несправний світлофор' },
      descriptions: {
        pl: 'Sygnalizator nie działa, jest obrócony albo świeci niezgodnie z ruchem. Uwagi o długości zielonego światła zgłoś jako ustawienie świateł.',
        en: 'A signal that is out, turned or shows the wrong phase. Report the length of the green light as signal timing.',
        uk: 'Світлофор не працює, повернутий або показує неправильний сигнал. Про тривалість зеленого пишіть у «Налаштування світлофора».',
      },
      notice: {
        pl: 'Serwis sygnalizacji sprawdzi skrzyżowanie i usunie awarię w ciągu 24 godzin.',
        en: 'The signal crew will check the junction and repair the fault within 24 hours.',
        uk: 'Сервісна служба перевірить перехрестя й усуне несправність упродовж 24 годин.',
      },
      keywords: ['światła', 'sygnalizacja', 'skrzyżowanie', 'traffic light', 'світлофор'],
      agency: 'Zarząd Dróg i Utrzymania Miasta',
      response_hours: 24,
      attributes: [
        {
          code: 'FAULT',
          datatype: 'multivaluelist',
          required: true,
          variable: true,
          description: { pl: 'Co nie działa?', en: 'What is not working?', uk: 'Що не працює?' },
          values: [
            {
              key: 'vehicles',
              name: { pl: 'Światła dla aut', en: 'Vehicle lights', uk: 'Сигнали для авто' },
            },
            {
              key: 'pedestrians',
              name: { pl: 'Światła dla pieszych', en: 'Pedestrian lights', uk: 'Сигнали для пішоходів' },
            },
            {
              key: 'trams',
              name: { pl: 'Światła dla tramwajów', en: 'Tram signals', uk: 'Сигнали для трамваїв' },
            },
          ],
        },
      ],
      descriptions_of_cases: [
        'Na całym skrzyżowaniu miga żółte, robi się zator.',
        'Czerwone dla pieszych w ogóle się nie pali.',
        'Sygnalizator obrócony po wietrze, z lewego pasa nic nie widać.',
        'Światła przy szkole stoją na czerwonym już kwadrans.',
      ],
    },
    {
      service_code: 'CROSSING-BUTTON',
      type: 'realtime',
      names: { pl: 'Przycisk na przejściu', en: 'Crossing button', uk: 'Кнопка на переході' },
      descriptions: {
        pl: 'Zepsuty przycisk dla pieszych lub brak sygnału dźwiękowego dla osób niewidomych.',
        en: 'A broken pedestrian button or a missing sound signal for blind people.',
        uk: 'Зламана кнопка для пішоходів або відсутній звуковий сигнал для незрячих.',
      },
      notice: {
        pl: 'Naprawimy przycisk lub sygnał dźwiękowy w ciągu 48 godzin.',
        en: 'We will repair the button or the sound signal within 48 hours.',
        uk: 'Полагодимо кнопку або звуковий сигнал упродовж 48 годин.',
      },
      keywords: ['przycisk', 'przejście', 'sygnał dźwiękowy', 'niewidomi', 'crossing', 'перехід'],
      agency: 'Zarząd Dróg i Utrzymania Miasta',
      response_hours: 48,
      descriptions_of_cases: [
        'Przycisk na przejściu wyrwany, zielone się nie zapala.',
        'Sygnał dźwiękowy umilkł, osoba niewidoma nie wie, kiedy iść.',
        'Przycisk reaguje dopiero po kilku uderzeniach.',
      ],
    },
    {
      service_code: 'SIGNAL-TIMING',
      type: 'batch',
      names: { pl: 'Ustawienie świateł', en: 'Signal timing', uk: 'Налаштування світлофора' },
      descriptions: {
        pl: 'Uwagi o zbyt krótkim zielonym lub długim czekaniu na skrzyżowaniu. Awarię świateł zgłoś osobno, bo naprawiamy ją od razu.',
        en: 'Remarks on green phases that are too short or waits that are too long. Report a fault separately: it is repaired at once.',
        uk: 'Зауваження про надто коротке зелене або довге очікування. Про несправність повідомляйте окремо: її усуваємо одразу.',
      },
      notice: {
        pl: 'Inżynier ruchu zbada pracę świateł i odpowie w ciągu 30 dni.',
        en: 'A traffic engineer will study the signals and answer within 30 days.',
        uk: 'Інженер з руху проаналізує роботу світлофора і відповість упродовж 30 днів.',
      },
      keywords: ['zielone światło', 'cykl', 'czekanie', 'signal timing', 'зелене світло'],
      agency: 'Urząd Miejski Wrocławia – Wydział Inżynierii Miejskiej',
      response_hours: 720,
      descriptions_of_cases: [
        'Zielone dla pieszych trwa kilka sekund, starsza osoba nie zdąży przejść.',
        'Na lewoskręcie przejeżdżają trzy auta i znowu czerwone.',
        'Tramwaj stoi na każdych światłach, mimo że ma mieć priorytet.',
      ],
    },
  ],
};
