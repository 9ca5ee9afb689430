import type { DemonstrationGroup } from './catalogue-types.ts';

/** Parking, vandalism, nuisances and animals. */
export const safetyServices: DemonstrationGroup = {
  group_code: 'SAFETY',
  names: { pl: 'Bezpieczeństwo i porządek', en: 'Safety and order', uk: 'Безпека і порядок' },
  services: [
    {
      service_code: 'ILLEGAL-PARKING',
      type: 'realtime',
      names: { pl: 'Złe parkowanie', en: 'Illegal parking', uk: 'Неправильне паркування' },
      descriptions: {
        pl: 'Auto blokuje chodnik, przejście, drogę rowerową, wjazd lub stoi na zieleni. Gdy trzeba interwencji od razu, zadzwoń pod 986.',
        en: 'A car blocks a pavement, crossing, cycle path or driveway or stands on grass. If help is needed at once, call 986.',
        uk: 'Авто блокує тротуар, перехід, велодоріжку, виїзд або стоїть на газоні. Якщо допомога потрібна одразу, телефонуйте 986.',
      },
      notice: {
        pl: 'Patrol sprawdzi to miejsce w ciągu 24 godzin. Nie wpisuj w opisie numeru rejestracyjnego, bo zgłoszenie jest publiczne.',
        en: 'A patrol will check the place within 24 hours. Leave number plates out of the text: the report is public.',
        uk: 'Патруль перевірить місце впродовж 24 годин. Не вказуйте номерний знак в описі, бо звернення публічне.',
      },
      keywords: ['parkowanie', 'chodnik', 'blokada', 'auto', 'parking', 'паркування'],
      agency: 'Straż Miejska Wrocławia',
      response_hours: 24,
      attributes: [
        {
          code: 'BLOCKED_PLACE',
          datatype: 'singlevaluelist',
          required: true,
          variable: true,
          description: { pl: 'Gdzie stoi auto?', en: 'Where is the car?', uk: 'Де стоїть авто?' },
          values: [
            { key: 'pavement', name: { pl: 'Na chodniku', en: 'On the pavement', uk: 'На тротуарі' } },
            { key: 'crossing', name: { pl: 'Przy przejściu', en: 'At a crossing', uk: 'Біля переходу' } },
            {
              key: 'cycle_path',
              name: { pl: 'Na drodze rowerowej', en: 'On a cycle path', uk: 'На велодоріжці' },
            },
            { key: 'green', name: { pl: 'Na zieleni', en: 'On grass', uk: 'На газоні' } },
            { key: 'driveway', name: { pl: 'Na wjeździe', en: 'In a driveway', uk: 'На виїзді' } },
          ],
        },
      ],
      descriptions_of_cases: [
        'Auta stoją na całym chodniku, z wózkiem trzeba iść jezdnią.',
        'Dostawczak co rano parkuje na drodze rowerowej.',
        'Ktoś zastawił wjazd na podwórko, śmieciarka nie wjedzie.',
        'Parkują na pasach przed szkołą, dzieci nic nie widzą.',
        'Samochód stoi na kopercie bez karty parkingowej.',
      ],
    },
    {
      service_code: 'ABANDONED-CAR',
      type: 'realtime',
      names: { pl: 'Porzucony pojazd', en: 'Abandoned vehicle', uk: 'Покинуте авто' },
      descriptions: {
        pl: 'Wrak lub pojazd od dawna nieużywany na drodze publicznej. Pojazdów na terenie prywatnym miasto nie usuwa.',
        en: 'A wreck or a long unused vehicle on a public road. The city does not remove vehicles from private land.',
        uk: 'Розбите або давно покинуте авто на громадській дорозі. З приватної території місто транспорт не вивозить.',
      },
      notice: {
        pl: 'Ustalimy właściciela i wezwiemy go do usunięcia pojazdu; o wyniku napiszemy w ciągu 30 dni.',
        en: 'We will find the owner and order the removal; we will write to you about the result within 30 days.',
        uk: 'Встановимо власника й зобов’яжемо прибрати авто; про результат повідомимо впродовж 30 днів.',
      },
      keywords: ['wrak', 'porzucone auto', 'abandoned car', 'покинуте авто'],
      agency: 'Straż Miejska Wrocławia',
      response_hours: 720,
      descriptions_of_cases: [
        'Wrak bez kół zajmuje miejsce parkingowe od wiosny.',
        'Stary bus obrósł mchem, w środku ktoś trzyma śmieci.',
        'Auto z wybitą szybą stoi pod blokiem od miesięcy, ciekną płyny.',
      ],
    },
    {
      service_code: 'GRAFFITI',
      type: 'realtime',
      names: { pl: 'Graffiti i plakaty', en: 'Graffiti and posters', uk: 'Графіті та плакати' },
      descriptions: {
        pl: 'Bazgroły, wlepki i nielegalne plakaty na obiektach miejskich. Legalnych murali oraz ścian prywatnych nie czyścimy.',
        en: 'Scrawls, stickers and illegal posters on city property. Legal murals and private walls are not cleaned.',
        uk: 'Написи, наліпки й незаконні плакати на міських об’єктах. Дозволені мурали та приватні стіни не очищуємо.',
      },
      notice: {
        pl: 'Napisy obraźliwe usuwamy najpierw, wszystkie pozostałe w ciągu 14 dni.',
        en: 'Offensive writing is removed first, everything else within 14 days.',
        uk: 'Образливі написи прибираємо першочергово, решту впродовж 14 днів.',
      },
      keywords: ['graffiti', 'bazgroły', 'plakat', 'wlepki', 'графіті'],
      agency: 'Zarząd Dróg i Utrzymania Miasta',
      response_hours: 336,
      attributes: [
        {
          code: 'OFFENSIVE',
          datatype: 'singlevaluelist',
          required: false,
          variable: true,
          description: {
            pl: 'Czy treść obraża lub nawołuje do nienawiści?',
            en: 'Is it offensive or hateful?',
            uk: 'Чи є напис образливим або ненависницьким?',
          },
          values: [
            { key: 'yes', name: { pl: 'Tak', en: 'Yes', uk: 'Так' } },
            { key: 'no', name: { pl: 'Nie', en: 'No', uk: 'Ні' } },
          ],
        },
      ],
      descriptions_of_cases: [
        'Cały tunel pomazany sprayem, wstyd przed turystami.',
        'Wulgarny napis na ścianie przejścia podziemnego przy szkole.',
        'Słupy oblepione ogłoszeniami, farba odchodzi płatami.',
        'Świeżo odnowiony mostek znowu zabazgrany.',
      ],
    },
    {
      service_code: 'NOISE',
      type: 'realtime',
      names: { pl: 'Uciążliwy hałas', en: 'Noise nuisance', uk: 'Надмірний шум' },
      descriptions: {
        pl: 'Powtarzający się hałas z lokalu, budowy, urządzeń lub imprez plenerowych. Awanturę za ścianą zgłoś od razu pod 112 lub 986.',
        en: 'Repeated noise from premises, building sites, machines or open-air events. Report a fight next door at once: 112 or 986.',
        uk: 'Постійний шум із закладів, будівництва, обладнання чи заходів просто неба. Про бійку за стіною одразу телефонуйте 112 або 986.',
      },
      notice: {
        pl: 'Strażnicy sprawdzą źródło hałasu i odpowiedzą w ciągu 7 dni.',
        en: 'Officers will check the source of the noise and answer within 7 days.',
        uk: 'Вартові перевірять джерело шуму й відповідять упродовж 7 днів.',
      },
      keywords: ['hałas', 'muzyka', 'cisza nocna', 'budowa', 'noise', 'шум'],
      agency: 'Straż Miejska Wrocławia',
      response_hours: 168,
      descriptions_of_cases: [
        'Ogródek piwny gra do trzeciej w nocy, szyby się trzęsą.',
        'Na budowie wbijają pale od piątej rano, także w soboty.',
        'Klimatyzator na dachu sklepu buczy całą dobę.',
        'Motocykle ścigają się co noc po obwodnicy śródmiejskiej.',
      ],
    },
    {
      service_code: 'SCOOTER',
      type: 'realtime',
      names: { pl: 'Porzucona hulajnoga', en: 'Obstructing scooter', uk: 'Покинутий самокат' },
      descriptions: {
        pl: 'Hulajnoga na wynajem, która blokuje przejście albo leży w wodzie czy zieleni. Rowery miejskie mają osobną kategorię.',
        en: 'A rental scooter that blocks the way or lies in water or greenery. City bikes have their own category.',
        uk: 'Прокатний самокат, який заважає проходу або лежить у воді чи зелені. Для міських велосипедів є окрема категорія.',
      },
      notice: {
        pl: 'Przekażemy zgłoszenie operatorowi; hulajnoga ma zniknąć w ciągu 24 godzin.',
        en: 'We will tell the operator; the scooter has to be gone within 24 hours.',
        uk: 'Передамо звернення оператору; самокат мають прибрати впродовж 24 годин.',
      },
      keywords: ['hulajnoga', 'chodnik', 'przeszkoda', 'scooter', 'самокат'],
      agency: 'Zarząd Dróg i Utrzymania Miasta',
      response_hours: 24,
      descriptions_of_cases: [
        'Pięć hulajnóg leży w poprzek chodnika jak kostki domina.',
        'Hulajnoga wrzucona do fosy.',
        'Stoją dokładnie na ścieżce dla niewidomych.',
      ],
    },
    {
      service_code: 'ANIMALS',
      type: 'realtime',
      names: { pl: 'Zwierzę w potrzebie', en: 'Animal in need', uk: 'Тварина в біді' },
      descriptions: {
        pl: 'Bezdomne, ranne lub martwe zwierzę na terenie miasta. Dzikiego zwierzęcia nie dotykaj i nie próbuj łapać.',
        en: 'A stray, injured or dead animal in the city. Do not touch a wild animal or try to catch it.',
        uk: 'Бездомна, поранена або мертва тварина в місті. Не торкайтеся дикої тварини й не намагайтеся її зловити.',
      },
      notice: {
        pl: 'Ekopatrol przyjedzie jak najszybciej, najpóźniej w ciągu 24 godzin.',
        en: 'The animal patrol will come as soon as it can, within 24 hours at the latest.',
        uk: 'Екопатруль приїде якнайшвидше, найпізніше впродовж 24 годин.',
      },
      keywords: ['pies', 'kot', 'dzik', 'ranny ptak', 'animal', 'тварина'],
      agency: 'Straż Miejska Wrocławia',
      response_hours: 24,
      attributes: [
        {
          code: 'CONDITION',
          datatype: 'singlevaluelist',
          required: true,
          variable: true,
          description: {
            pl: 'W jakim jest stanie?',
            en: 'What is its condition?',
            uk: 'У якому вона стані?',
          },
          values: [
            { key: 'lost', name: { pl: 'Błąka się', en: 'Stray', uk: 'Блукає' } },
            { key: 'injured', name: { pl: 'Ranne', en: 'Injured', uk: 'Поранена' } },
            { key: 'dead', name: { pl: 'Martwe', en: 'Dead', uk: 'Мертва' } },
          ],
        },
      ],
      descriptions_of_cases: [
        'Wystraszony pies bez obroży biega przy torach.',
        'Jeż z poranioną łapą siedzi pod krzakiem na skwerze.',
        'Martwy gołąb leży na placu zabaw.',
        'Dziki z młodymi ryją trawnik między blokami.',
      ],
    },
    {
      service_code: 'SMOKE',
      type: 'realtime',
      names: { pl: 'Dym i palenie śmieci', en: 'Smoke and burning waste', uk: 'Дим і спалювання сміття' },
      descriptions: {
        pl: 'Gęsty lub gryzący dym z komina, palenie odpadów i liści. Pożar zgłoś natychmiast pod 112.',
        en: 'Thick or biting smoke from a chimney, burning of waste or leaves. Report a fire at once by calling 112.',
        uk: 'Густий або їдкий дим із димаря, спалювання відходів і листя. Про пожежу негайно телефонуйте 112.',
      },
      notice: {
        pl: 'Strażnicy skontrolują palenisko w ciągu 48 godzin.',
        en: 'Officers will inspect the stove or fire within 48 hours.',
        uk: 'Вартові перевірять піч або багаття впродовж 48 годин.',
      },
      keywords: ['dym', 'smog', 'piec', 'ognisko', 'smoke', 'дим'],
      agency: 'Straż Miejska Wrocławia',
      response_hours: 48,
      descriptions_of_cases: [
        'Z komina leci czarny dym, śmierdzi palonym plastikiem.',
        'Wieczorami smog taki, że szczypie w oczy, ktoś pali czym popadnie.',
        'Na działkach palą liście i jakieś szmaty.',
      ],
    },
  ],
};
