import type { Polygon } from 'geojson';
import type { DemonstrationGroup, DemonstrationStreet } from './catalogue-types.ts';

/**
 * `rzeka.example`: a fictional small town with a catalogue of its own. Some of its codes are also codes of Wrocław,
 * on purpose: with both cities in one installation it can be seen that they never mix.
 */
export const secondCityCatalogue: readonly DemonstrationGroup[] = [
  {
    group_code: 'STREETS',
    names: { pl: 'Ulice', en: 'Streets', uk: 'Вулиці' },
    services: [
      {
        service_code: 'POTHOLE',
        type: 'realtime',
        names: { pl: 'Dziura w drodze', en: 'Hole in the road', uk: 'Яма на дорозі' },
        descriptions: {
          pl: 'Dziury w drogach gminnych. Drogę krajową przez miasto naprawia inny zarządca.',
          en: 'Holes in municipal roads. The national road through the town is repaired by another authority.',
          uk: 'Ями на муніципальних дорогах. Державну дорогу через місто ремонтує інша установа.',
        },
        notice: {
          pl: 'Obejrzymy dziurę i załatamy ją w ciągu 7 dni.',
          en: 'We will look at the hole and fill it within 7 days.',
          uk: 'Оглянемо яму й залатаємо її впродовж 7 днів.',
        },
        keywords: ['dziura', 'droga', 'pothole', 'яма'],
        agency: 'Zakład Usług Miejskich w Rzece',
        response_hours: 168,
        descriptions_of_cases: [
          'Dziura na wjeździe na most, aż strach jechać.',
          'Po ulewie wypłukało pobocze.',
          'Przy szkole wyrwa w asfalcie.',
        ],
      },
      {
        service_code: 'STREET-LIGHT',
        type: 'realtime',
        names: { pl: 'Latarnia', en: 'Street light', uk: 'Ліхтар' },
        descriptions: {
          pl: 'Niedziałające lampy przy ulicach miasta. Lamp na prywatnych podwórkach nie naprawiamy.',
          en: 'Lamps that are out in the town’s streets. Lamps in private yards are not repaired.',
          uk: 'Ліхтарі на вулицях міста, що не світять. У приватних дворах ліхтарі не ремонтуємо.',
        },
        notice: {
          pl: 'Elektryk naprawi lampę w ciągu 5 dni.',
          en: 'An electrician will repair the lamp within 5 days.',
          uk: 'Електрик полагодить ліхтар упродовж 5 днів.',
        },
        keywords: ['latarnia', 'lampa', 'street light', 'ліхтар'],
        agency: 'Zakład Usług Miejskich w Rzece',
        response_hours: 120,
        descriptions_of_cases: [
          'Nie świeci żadna lampa nad rzeką.',
          'Lampa przy kościele mruga.',
          'Ciemno przy dworcu, a pociąg przyjeżdża po dziesiątej.',
        ],
      },
      {
        service_code: 'PAVEMENT-REPAIR',
        type: 'batch',
        names: { pl: 'Remont chodnika', en: 'Pavement repair', uk: 'Ремонт тротуару' },
        descriptions: {
          pl: 'Wnioski o remont chodnika przy ulicach gminnych. Pojedynczą dziurę w jezdni zgłoś osobno.',
          en: 'Requests to repair the pavement of a municipal street. Report a single hole in the road separately.',
          uk: 'Запити на ремонт тротуару муніципальної вулиці. Про окрему яму на дорозі повідомляйте окремо.',
        },
        notice: {
          pl: 'Wniosek rozpatrzymy w ciągu 30 dni.',
          en: 'We will consider the request within 30 days.',
          uk: 'Розглянемо запит упродовж 30 днів.',
        },
        keywords: ['chodnik', 'remont', 'pavement', 'тротуар'],
        agency: 'Urząd Miasta Rzeka',
        response_hours: 720,
        descriptions_of_cases: [
          'Chodnik wzdłuż całej ulicy to same wyboje.',
          'Po jednej stronie ulicy w ogóle nie ma chodnika.',
          'Płyty pamiętają jeszcze poprzedni wiek.',
        ],
      },
    ],
  },
  {
    group_code: 'TOWN',
    names: { pl: 'Miasto i rzeka', en: 'Town and river', uk: 'Місто і річка' },
    services: [
      {
        service_code: 'ILLEGAL-DUMP',
        type: 'realtime',
        names: { pl: 'Śmieci nad rzeką', en: 'Waste by the river', uk: 'Сміття біля річки' },
        descriptions: {
          pl: 'Śmieci porzucone na brzegu, w lesie lub przy drodze. Nieodebrany kubeł zgłoś firmie wywozowej.',
          en: 'Waste left on the bank, in the woods or by a road. Tell the collection company about a missed bin.',
          uk: 'Сміття, викинуте на березі, у лісі чи біля дороги. Про невивезений контейнер повідомляйте перевізника.',
        },
        notice: {
          pl: 'Uprzątniemy śmieci z terenu miasta w ciągu 10 dni.',
          en: 'We will clear waste from town land within 10 days.',
          uk: 'Приберемо сміття з міської землі впродовж 10 днів.',
        },
        keywords: ['śmieci', 'brzeg', 'dump', 'сміття'],
        agency: 'Zakład Usług Miejskich w Rzece',
        response_hours: 240,
        attributes: [
          {
            code: 'IN_WATER',
            datatype: 'singlevaluelist',
            required: true,
            variable: true,
            description: { pl: 'Czy leżą w wodzie?', en: 'Is it in the water?', uk: 'Чи лежить у воді?' },
            values: [
              { key: 'yes', name: { pl: 'Tak', en: 'Yes', uk: 'Так' } },
              { key: 'no', name: { pl: 'Nie', en: 'No', uk: 'Ні' } },
            ],
          },
        ],
        descriptions_of_cases: [
          'Worki ze śmieciami przy plaży, rozwłóczą je psy.',
          'Opony w rzece pod mostem.',
          'Ktoś wywiózł stare okna do lasu.',
        ],
      },
      {
        service_code: 'RIVER-LEVEL',
        type: 'realtime',
        names: { pl: 'Wysoka woda', en: 'High water', uk: 'Висока вода' },
        descriptions: {
          pl: 'Podtopienia, przecieki wału i zatory na rzece. Gdy woda zagraża ludziom, zadzwoń pod 112.',
          en: 'Flooding, leaking dykes and blockages in the river. If the water endangers people, call 112.',
          uk: 'Підтоплення, протікання дамби й затори на річці. Якщо вода загрожує людям, телефонуйте 112.',
        },
        notice: {
          pl: 'Dyżurny sprawdzi miejsce w ciągu 24 godzin.',
          en: 'The officer on duty will check the place within 24 hours.',
          uk: 'Черговий перевірить місце впродовж 24 годин.',
        },
        keywords: ['rzeka', 'wał', 'powódź', 'flood', 'повінь'],
        agency: 'Urząd Miasta Rzeka',
        response_hours: 24,
        descriptions_of_cases: [
          'Woda podchodzi pod ogródki działkowe.',
          'Gałęzie zatkały przepust, rzeka się spiętrza.',
          'Mokra plama u podnóża wału, coraz większa.',
        ],
      },
      {
        service_code: 'MAYOR-LETTER',
        type: 'blackbox',
        names: { pl: 'List do burmistrza', en: 'Letter to the mayor', uk: 'Лист до мера' },
        descriptions: {
          pl: 'Uwagi i podziękowania do wiadomości burmistrza. Nie publikujemy ich; usterki zgłoś w innych kategoriach.',
          en: 'Remarks and thanks for the mayor to read. They are not published; report faults in the other categories.',
          uk: 'Зауваження й подяки для мера. Ми їх не публікуємо; про несправності пишіть в інших категоріях.',
        },
        notice: {
          pl: 'Burmistrz przeczyta list w ciągu 14 dni; stanu sprawy nie podajemy.',
          en: 'The mayor will read the letter within 14 days; no status is given.',
          uk: 'Мер прочитає лист упродовж 14 днів; стан справи не повідомляємо.',
        },
        keywords: ['burmistrz', 'list', 'mayor', 'мер'],
        agency: 'Urząd Miasta Rzeka',
        response_hours: 336,
        descriptions_of_cases: [
          'Dziękuję za nowe ławki na rynku.',
          'Szkoda, że festyn skończył się tak wcześnie.',
          'Proszę pamiętać o osiedlu za torami.',
        ],
      },
    ],
  },
];

/** Where the fictional town lies: WGS 84, [longitude, latitude], counter-clockwise, closed; apart from Wrocław. */
export const secondCityOutline: Polygon = {
  type: 'Polygon',
  coordinates: [
    [
      [17.41, 51.2],
      [17.402, 51.214],
      [17.38, 51.219],
      [17.356, 51.212],
      [17.349, 51.199],
      [17.36, 51.186],
      [17.385, 51.182],
      [17.404, 51.188],
      [17.41, 51.2],
    ],
  ],
};

/** The streets of the fictional town; the postal code is shared by all of them. */
export const secondCityStreets: readonly DemonstrationStreet[] = [
  { street: 'Rynek', lat: 51.2003, long: 17.3801, zipcode: '56-499' },
  { street: 'ul. Nadrzeczna', lat: 51.1958, long: 17.3772, zipcode: '56-499' },
  { street: 'ul. Szkolna', lat: 51.2037, long: 17.3846, zipcode: '56-499' },
  { street: 'ul. Młyńska', lat: 51.1941, long: 17.3858, zipcode: '56-499' },
  { street: 'ul. Kościelna', lat: 51.2019, long: 17.3764, zipcode: '56-499' },
  { street: 'ul. Polna', lat: 51.2093, long: 17.3711, zipcode: '56-499' },
  { street: 'ul. Ogrodowa', lat: 51.2062, long: 17.3928, zipcode: '56-499' },
  { street: 'ul. Kolejowa', lat: 51.1897, long: 17.3689, zipcode: '56-499' },
];
