import type { DemonstrationGroup } from './catalogue-types.ts';

/** Trams, buses, stops and the city's shared bicycles. */
export const transportServices: DemonstrationGroup = {
  group_code: 'TRANSPORT',
  names: { pl: 'Komunikacja miejska', en: 'Public transport', uk: 'Міський транспорт' },
  services: [
    {
      service_code: 'STOP-SHELTER',
      type: 'realtime',
      names: { pl: 'Przystanek i wiata', en: 'Stop and shelter', uk: 'Зупинка' },
      descriptions: {
        pl: 'Zniszczona wiata, ławka, słupek lub rozkład na przystanku. Przepełniony kosz zgłoś w grupie „Odpady i czystość”.',
        en: 'A damaged shelter, bench, post or timetable at a stop. Report a full bin under “Waste and cleaning”.',
        uk: 'Пошкоджений павільйон, лавка, стовпчик або розклад на зупинці. Про повну урну пишіть у групі «Відходи і чистота».',
      },
      notice: {
        pl: 'Zabezpieczymy rozbite szyby od razu, a przystanek naprawimy w ciągu 7 dni.',
        en: 'Broken glass is made safe at once, and the stop is repaired within 7 days.',
        uk: 'Розбите скло приберемо одразу, а зупинку відремонтуємо впродовж 7 днів.',
      },
      keywords: ['przystanek', 'wiata', 'rozkład', 'bus stop', 'зупинка'],
      agency: 'Urząd Miejski Wrocławia – Wydział Transportu',
      response_hours: 168,
      descriptions_of_cases: [
        'Szyba w wiacie rozbita w drobny mak.',
        'Rozkład jazdy zerwany, nie wiadomo, o której co jedzie.',
        'Wiata przecieka, w deszcz stoi się jak pod prysznicem.',
        'Ktoś połamał ławkę na przystanku.',
      ],
    },
    {
      service_code: 'DEPARTURE-BOARD',
      type: 'realtime',
      names: { pl: 'Tablica odjazdów', en: 'Departure board', uk: 'Табло відправлень' },
      descriptions: {
        pl: 'Elektroniczna tablica na przystanku nie działa albo pokazuje błędne odjazdy. Spóźnienie jednego kursu zgłoś jako uwagę do kursu.',
        en: 'An electronic board at a stop is dark or shows wrong departures. Report one late service as a remark on a ride.',
        uk: 'Електронне табло на зупинці не працює або показує хибні відправлення. Про запізнення одного рейсу пишіть у «Зауваження щодо рейсу».',
      },
      notice: {
        pl: 'Serwis sprawdzi tablicę zdalnie lub na miejscu i naprawi ją w ciągu 72 godzin.',
        en: 'The board will be checked remotely or on the spot and repaired within 72 hours.',
        uk: 'Сервіс перевірить табло дистанційно або на місці й полагодить його впродовж 72 годин.',
      },
      keywords: ['tablica', 'odjazdy', 'wyświetlacz', 'departure board', 'табло'],
      agency: 'Urząd Miejski Wrocławia – Wydział Transportu',
      response_hours: 72,
      descriptions_of_cases: [
        'Tablica pokazuje tramwaje, które dawno odjechały.',
        'Wyświetlacz ciemny od poniedziałku.',
        'Godzina na tablicy spóźnia się o dziesięć minut.',
      ],
    },
    {
      service_code: 'RIDE-REMARK',
      type: 'realtime',
      names: { pl: 'Uwaga do kursu', en: 'Remark on a ride', uk: 'Зауваження щодо рейсу' },
      descriptions: {
        pl: 'Spóźniony lub wypadły kurs, usterka w pojeździe, ogrzewanie, czystość. Pochwałę dla załogi wyślij w grupie „Urząd i sprawy miejskie”.',
        en: 'A late or missing service, a fault on board, heating, cleanliness. Send praise for staff under “City hall”.',
        uk: 'Запізнення або скасований рейс, несправність у салоні, опалення, чистота. Подяку працівникам надсилайте в групі «Мерія».',
      },
      notice: {
        pl: 'Przewoźnik sprawdzi przebieg kursu i odpowie w ciągu 14 dni.',
        en: 'The operator will check the ride and answer within 14 days.',
        uk: 'Перевізник перевірить рейс і відповість упродовж 14 днів.',
      },
      keywords: ['tramwaj', 'autobus', 'spóźnienie', 'tram', 'bus', 'трамвай'],
      agency: 'MPK Wrocław',
      response_hours: 336,
      attributes: [
        {
          code: 'LINE',
          datatype: 'string',
          required: true,
          variable: true,
          description: { pl: 'Numer linii', en: 'Line number', uk: 'Номер маршруту' },
        },
        {
          code: 'RIDE_AT',
          datatype: 'datetime',
          required: true,
          variable: true,
          description: { pl: 'Kiedy to było?', en: 'When was it?', uk: 'Коли це було?' },
        },
        {
          code: 'VEHICLE_NUMBER',
          datatype: 'number',
          required: false,
          variable: true,
          description: { pl: 'Numer boczny pojazdu', en: 'Vehicle number', uk: 'Бортовий номер' },
        },
      ],
      descriptions_of_cases: [
        'Tramwaj w ogóle nie przyjechał, a następny był nabity jak puszka sardynek.',
        'W autobusie ogrzewanie na maksa, a na dworze dwadzieścia stopni.',
        'Drzwi zamknęły się przed nosem, chociaż stała kolejka wsiadających.',
        'Zapowiedzi przystanków milczą, starsi ludzie się gubią.',
        'Autobus odjechał trzy minuty przed czasem.',
      ],
    },
    {
      service_code: 'TICKET-MACHINE',
      type: 'realtime',
      names: { pl: 'Automat biletowy', en: 'Ticket machine', uk: 'Квитковий автомат' },
      descriptions: {
        pl: 'Automat lub kasownik nie działa, nie przyjmuje karty albo nie wydał biletu. Odwołania od mandatów składa się u przewoźnika.',
        en: 'A machine or validator is broken, refuses cards or gave no ticket. Appeals against penalty fares go to the operator.',
        uk: 'Автомат чи валідатор не працює, не приймає картку або не видав квиток. Штрафи оскаржують у перевізника.',
      },
      notice: {
        pl: 'Serwis naprawi urządzenie w ciągu 48 godzin; o zwrocie pieniędzy napiszemy osobno.',
        en: 'The device will be repaired within 48 hours; we will write to you separately about a refund.',
        uk: 'Пристрій полагодять упродовж 48 годин; про повернення грошей напишемо окремо.',
      },
      keywords: ['bilet', 'automat', 'kasownik', 'ticket', 'квиток'],
      agency: 'Urząd Miejski Wrocławia – Wydział Transportu',
      response_hours: 48,
      descriptions_of_cases: [
        'Automat pobrał pieniądze z karty, a biletu nie wydał.',
        'Biletomat na przystanku zawieszony, ekran stoi w miejscu.',
        'Kasownik w tramwaju nie czyta karty.',
      ],
    },
    {
      service_code: 'TIMETABLE-CHANGE',
      type: 'batch',
      names: { pl: 'Wniosek o zmianę rozkładu', en: 'Timetable proposal', uk: 'Зміна розкладу' },
      descriptions: {
        pl: 'Propozycje nowych linii, przystanków i godzin odjazdów. Pojedyncze spóźnienie zgłoś jako uwagę do kursu.',
        en: 'Proposals for new lines, stops and departure times. Report a single delay as a remark on a ride.',
        uk: 'Пропозиції нових маршрутів, зупинок і часу відправлень. Про окреме запізнення пишіть у «Зауваження щодо рейсу».',
      },
      notice: {
        pl: 'Wnioski zbieramy przed każdą zmianą rozkładów; odpowiemy w ciągu 30 dni.',
        en: 'Proposals are collected before each timetable change; we will answer within 30 days.',
        uk: 'Пропозиції збираємо перед кожною зміною розкладу; відповімо впродовж 30 днів.',
      },
      keywords: ['rozkład', 'nowa linia', 'częstotliwość', 'timetable', 'розклад'],
      agency: 'Urząd Miejski Wrocławia – Wydział Transportu',
      response_hours: 720,
      descriptions_of_cases: [
        'Autobus odjeżdża minutę przed przyjazdem pociągu, nie da się przesiąść.',
        'Przydałby się wcześniejszy kurs w niedzielę rano.',
        'Na nowe osiedle jeździ jeden autobus na godzinę, to za mało.',
        'Proszę o przystanek na żądanie przy przychodni.',
      ],
    },
    {
      service_code: 'CITY-BIKE',
      type: 'realtime',
      names: { pl: 'Rower miejski', en: 'City bike', uk: 'Міський велосипед' },
      descriptions: {
        pl: 'Porzucony lub zepsuty rower miejski oraz stacja, która nie działa. Hulajnogi mają osobną kategorię.',
        en: 'An abandoned or broken city bike, or a station that does not work. Scooters have their own category.',
        uk: 'Покинутий або зламаний міський велосипед чи несправна станція. Для самокатів є окрема категорія.',
      },
      notice: {
        pl: 'Operator zabierze rower lub naprawi stację w ciągu 48 godzin.',
        en: 'The operator will collect the bike or repair the station within 48 hours.',
        uk: 'Оператор забере велосипед або полагодить станцію впродовж 48 годин.',
      },
      keywords: ['rower miejski', 'stacja', 'wypożyczalnia', 'city bike', 'велосипед'],
      agency: 'Urząd Miejski Wrocławia – Wydział Transportu',
      response_hours: 48,
      descriptions_of_cases: [
        'Rower miejski leży w krzakach nad Odrą.',
        'Stacja nie chce przyjąć zwrotu, a licznik bije.',
        'Większość rowerów na stacji ma przebite opony.',
      ],
    },
  ],
};
