import type { DemonstrationGroup } from './catalogue-types.ts';

/** The office itself, city buildings, ideas, and matters that are never shown to the public. */
export const cityHallServices: DemonstrationGroup = {
  group_code: 'CITY-HALL',
  names: { pl: 'Urząd i sprawy miejskie', en: 'City hall', uk: 'Мерія' },
  services: [
    {
      service_code: 'CITY-BUILDING',
      type: 'realtime',
      names: { pl: 'Budynek komunalny', en: 'City-owned building', uk: 'Комунальний будинок' },
      descriptions: {
        pl: 'Usterki na klatce, dachu lub elewacji budynku należącego do miasta. Mieszkania własnościowe i spółdzielcze mają własnych zarządców.',
        en: 'Faults in the stairwell, roof or front of a building owned by the city. Private and cooperative flats have their own managers.',
        uk: 'Несправності на сходах, даху чи фасаді будинку, що належить місту. Приватні й кооперативні квартири мають своїх управителів.',
      },
      notice: {
        pl: 'Administrator sprawdzi usterkę i poda termin naprawy w ciągu 7 dni.',
        en: 'The building administrator will check the fault and give a repair date within 7 days.',
        uk: 'Адміністратор перевірить несправність і назве дату ремонту впродовж 7 днів.',
      },
      keywords: ['klatka', 'kamienica', 'dach', 'mieszkanie komunalne', 'building', 'будинок'],
      agency: 'Wrocławskie Mieszkania sp. z o.o.',
      response_hours: 168,
      descriptions_of_cases: [
        'Na klatce od tygodnia nie ma światła, schody strome.',
        'Z gzymsu kamienicy odpada tynk prosto na chodnik.',
        'Dach przecieka, na ostatnim piętrze leje się po ścianie.',
        'Drzwi wejściowe się nie zamykają, wchodzi kto chce.',
      ],
    },
    {
      service_code: 'CITY-WEBSITE',
      type: 'realtime',
      names: {
        pl: 'Strona lub aplikacja miasta',
        en: 'City website or app',
        uk: 'Сайт або застосунок міста',
      },
      descriptions: {
        pl: 'Błędy, martwe odnośniki i nieaktualne informacje na stronach i w aplikacjach miasta.',
        en: 'Errors, dead links and outdated information on the city’s websites and apps.',
        uk: 'Помилки, непрацюючі посилання й застаріла інформація на сайтах і в застосунках міста.',
      },
      notice: {
        pl: 'Redakcja sprawdzi błąd i poprawi go w ciągu 5 dni.',
        en: 'The editors will check the error and correct it within 5 days.',
        uk: 'Редакція перевірить помилку й виправить її впродовж 5 днів.',
      },
      keywords: ['strona', 'aplikacja', 'błąd', 'formularz', 'website', 'сайт'],
      agency: 'Urząd Miejski Wrocławia – Centrum Kontaktu',
      response_hours: 120,
      attributes: [
        {
          code: 'PAGE_ADDRESS',
          datatype: 'string',
          required: false,
          variable: true,
          description: { pl: 'Adres strony', en: 'Page address', uk: 'Адреса сторінки' },
        },
      ],
      descriptions_of_cases: [
        'Formularz rezerwacji wizyty wyrzuca błąd na ostatnim kroku.',
        'Na stronie są godziny otwarcia sprzed zmiany.',
        'Link do planu zagospodarowania prowadzi donikąd.',
      ],
    },
    {
      service_code: 'ACCESSIBILITY',
      type: 'realtime',
      names: { pl: 'Bariera w dostępie', en: 'Accessibility barrier', uk: 'Бар’єр доступності' },
      descriptions: {
        pl: 'Przeszkoda dla osób z niepełnosprawnością lub z wózkiem w miejscu publicznym: winda, podjazd, wysoki próg, brak tłumacza języka migowego.',
        en: 'A barrier for disabled people or prams in a public place: lift, ramp, high step, no sign language interpreter.',
        uk: 'Перешкода для людей з інвалідністю або з візком у громадському місці: ліфт, пандус, високий поріг, немає перекладача жестової мови.',
      },
      notice: {
        pl: 'Koordynator dostępności odpowie w ciągu 14 dni i napisze, jak barierę usuniemy.',
        en: 'The accessibility officer will answer within 14 days and say how the barrier will be removed.',
        uk: 'Координатор доступності відповість упродовж 14 днів і пояснить, як бар’єр буде усунуто.',
      },
      keywords: ['winda', 'podjazd', 'niepełnosprawność', 'wózek', 'accessibility', 'доступність'],
      agency: 'Urząd Miejski Wrocławia – Centrum Kontaktu',
      response_hours: 336,
      descriptions_of_cases: [
        'Winda przy przejściu podziemnym znowu stoi.',
        'Do przychodni prowadzą trzy schody, podjazdu brak.',
        'Próg przy wejściu do biblioteki za wysoki na wózek.',
        'W sali obsługi nie działa pętla indukcyjna.',
      ],
    },
    {
      service_code: 'CITY-IDEA',
      type: 'batch',
      names: { pl: 'Pomysł dla miasta', en: 'Idea for the city', uk: 'Ідея для міста' },
      descriptions: {
        pl: 'Propozycje zmian, inwestycji i wydarzeń. Usterki zgłoś we właściwej kategorii, będzie szybciej.',
        en: 'Proposals for changes, investments and events. Report faults in their own category: it is faster.',
        uk: 'Пропозиції змін, інвестицій і подій. Про несправності повідомляйте у відповідній категорії: так швидше.',
      },
      notice: {
        pl: 'Pomysł trafi do właściwego wydziału; odpowiemy w ciągu 30 dni.',
        en: 'The idea goes to the department in charge; we will answer within 30 days.',
        uk: 'Ідею отримає відповідний відділ; відповімо впродовж 30 днів.',
      },
      keywords: ['pomysł', 'propozycja', 'inwestycja', 'idea', 'ідея'],
      agency: 'Urząd Miejski Wrocławia – Centrum Kontaktu',
      response_hours: 720,
      descriptions_of_cases: [
        'Może by tak postawić stojaki na rowery przy każdej bibliotece?',
        'Brakuje bezpłatnej toalety nad rzeką, szczególnie latem.',
        'Proponuję kino plenerowe na naszym osiedlu.',
        'Przydałaby się droga rowerowa łącząca osiedla po tej stronie rzeki.',
      ],
    },
    {
      service_code: 'CORRUPTION-TIP',
      type: 'blackbox',
      names: {
        pl: 'Anonimowy sygnał o korupcji',
        en: 'Anonymous corruption tip',
        uk: 'Анонімно про корупцію',
      },
      descriptions: {
        pl: 'Podejrzenie łapówki, ustawionego przetargu lub nadużycia stanowiska w urzędzie i spółkach miasta. Zgłoszenie nie jest publikowane.',
        en: 'A suspected bribe, rigged tender or abuse of office in the city administration or its companies. The report is not published.',
        uk: 'Підозра на хабар, нечесний тендер чи зловживання посадою в мерії або міських компаніях. Звернення не публікується.',
      },
      notice: {
        pl: 'Zespół kontroli zbada sygnał w ciągu 30 dni. Nie podajemy numeru ani stanu sprawy, by chronić zgłaszających.',
        en: 'The control team will examine the tip within 30 days. No number or status is given, to protect those who report.',
        uk: 'Контрольна група вивчить сигнал упродовж 30 днів. Номер і стан справи не повідомляємо, щоб захистити заявників.',
      },
      keywords: ['korupcja', 'łapówka', 'nadużycie', 'sygnalista', 'corruption', 'корупція'],
      agency: 'Urząd Miejski Wrocławia – Wydział Kontroli',
      response_hours: 720,
      descriptions_of_cases: [
        'W przetargu na utrzymanie terenu wymagania pasują tylko do jednej firmy.',
        'Sprzęt miejski bywa używany do prywatnych remontów.',
        'Sugerowano mi, że za kopertę sprawa pójdzie szybciej.',
      ],
    },
    {
      service_code: 'STAFF-PRAISE',
      type: 'blackbox',
      names: { pl: 'Pochwała dla pracownika', en: 'Praise for staff', uk: 'Подяка працівникові' },
      descriptions: {
        pl: 'Podziękowanie dla urzędnika, kierowcy, motorniczej czy ekipy miejskiej. Nie publikujemy go.',
        en: 'Thanks to a clerk, driver or city crew. It is not published.',
        uk: 'Подяка службовцю, водієві чи міській бригаді. Ми її не публікуємо.',
      },
      notice: {
        pl: 'Przekażemy podziękowanie w ciągu 14 dni; nie wysyłamy odpowiedzi.',
        en: 'Your thanks will be passed on within 14 days; no answer is sent.',
        uk: 'Передамо подяку впродовж 14 днів; відповіді не надсилаємо.',
      },
      keywords: ['pochwała', 'podziękowanie', 'praise', 'подяка'],
      agency: 'Urząd Miejski Wrocławia – Centrum Kontaktu',
      response_hours: 336,
      attributes: [
        {
          code: 'UNIT',
          datatype: 'singlevaluelist',
          required: false,
          variable: true,
          description: { pl: 'Kogo chwalisz?', en: 'Whom do you praise?', uk: 'Кому дякуєте?' },
          values: [
            {
              key: 'office',
              name: { pl: 'Pracownika urzędu', en: 'Office staff', uk: 'Працівникові мерії' },
            },
            {
              key: 'transport',
              name: { pl: 'Załogę pojazdu', en: 'Vehicle crew', uk: 'Екіпажу транспорту' },
            },
            { key: 'services', name: { pl: 'Służby miejskie', en: 'City services', uk: 'Міським службам' } },
          ],
        },
      ],
      descriptions_of_cases: [
        'Motorniczy poczekał na biegnącą babcię z zakupami. Brawo!',
        'Pani w okienku cierpliwie pomogła wypełnić cały wniosek.',
        'Ekipa uprzątnęła połamane drzewo w godzinę po zgłoszeniu, szacun.',
      ],
    },
    {
      service_code: 'PERSONAL-DATA',
      type: 'blackbox',
      names: {
        pl: 'Ochrona danych osobowych',
        en: 'Personal data protection',
        uk: 'Захист персональних даних',
      },
      descriptions: {
        pl: 'Żądanie dostępu do swoich danych lub ich usunięcia oraz sygnał o ich wycieku. Sprawa trafia wprost do inspektora i nie jest publikowana.',
        en: 'A request to see or erase your data, or word of a data leak. It goes straight to the officer in charge and is not published.',
        uk: 'Запит на доступ до своїх даних чи їх видалення або повідомлення про витік. Справа йде одразу до інспектора й не публікується.',
      },
      notice: {
        pl: 'Inspektor ochrony danych odpowie bezpośrednio w ciągu 30 dni.',
        en: 'The data protection officer will answer you directly within 30 days.',
        uk: 'Інспектор із захисту даних відповість безпосередньо впродовж 30 днів.',
      },
      keywords: ['dane osobowe', 'wyciek danych', 'prywatność', 'personal data', 'персональні дані'],
      agency: 'Urząd Miejski Wrocławia – Inspektor Ochrony Danych',
      response_hours: 720,
      descriptions_of_cases: [
        'Na tablicy ogłoszeń w urzędzie wisi lista z danymi mieszkańców.',
        'Proszę o informację, jakie moje dane przetwarza urząd.',
        'W koszu przed budynkiem leżały wypełnione wnioski.',
      ],
    },
  ],
};
