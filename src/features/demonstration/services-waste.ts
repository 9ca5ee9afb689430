import type { DemonstrationGroup } from './catalogue-types.ts';

/** Household waste, litter and clean streets, winter service included. */
export const wasteServices: DemonstrationGroup = {
  group_code: 'WASTE',
  names: { pl: 'Odpady i czystość', en: 'Waste and cleaning', uk: 'Відходи і чистота' },
  services: [
    {
      service_code: 'MISSED-COLLECTION',
      type: 'realtime',
      names: { pl: 'Nieodebrane odpady', en: 'Missed collection', uk: 'Невивезені відходи' },
      descriptions: {
        pl: 'Śmieciarka nie przyjechała w terminie z harmonogramu albo zostawiła część pojemników. Odpady podrzucone przez kogoś to dzikie wysypisko.',
        en: 'The truck did not come on the day in the timetable or left some bins. Waste dumped by someone else is an illegal dump.',
        uk: 'Сміттєвоз не приїхав за графіком або залишив частину контейнерів. Підкинуте сміття – це стихійне звалище.',
      },
      notice: {
        pl: 'Sprawdzimy trasę i dopilnujemy odbioru w ciągu 48 godzin. Pojemniki prosimy zostawić wystawione.',
        en: 'We will check the route and see that the waste is collected within 48 hours. Please leave the bins out.',
        uk: 'Перевіримо маршрут і подбаємо про вивезення впродовж 48 годин. Залиште, будь ласка, контейнери назовні.',
      },
      keywords: ['śmieci', 'wywóz', 'kubeł', 'harmonogram', 'collection', 'сміття'],
      agency: 'Ekosystem sp. z o.o.',
      response_hours: 48,
      attributes: [
        {
          code: 'FRACTION',
          datatype: 'multivaluelist',
          required: true,
          variable: true,
          description: { pl: 'Czego nie odebrano?', en: 'What was not collected?', uk: 'Що не вивезли?' },
          values: [
            { key: 'mixed', name: { pl: 'Zmieszane', en: 'Mixed waste', uk: 'Змішані' } },
            { key: 'paper', name: { pl: 'Papier', en: 'Paper', uk: 'Папір' } },
            {
              key: 'plastic',
              name: { pl: 'Plastik i metal', en: 'Plastic and metal', uk: 'Пластик і метал' },
            },
            { key: 'glass', name: { pl: 'Szkło', en: 'Glass', uk: 'Скло' } },
            { key: 'bio', name: { pl: 'Bio', en: 'Food and garden', uk: 'Біовідходи' } },
          ],
        },
        {
          code: 'PLANNED_DAY',
          datatype: 'datetime',
          required: false,
          variable: true,
          description: { pl: 'Planowany odbiór', en: 'Planned collection', uk: 'Запланований вивіз' },
        },
      ],
      descriptions_of_cases: [
        'Żółte pojemniki nieodebrane od dwóch tygodni, wszystko się wysypuje.',
        'Bio miało być we wtorek, kubły stoją do dziś i śmierdzą.',
        'Śmieciarka przejechała i nawet się nie zatrzymała.',
        'Odebrano tylko papier, szkło zostało.',
      ],
    },
    {
      service_code: 'LITTER-BIN',
      type: 'realtime',
      names: { pl: 'Przepełniony kosz', en: 'Overflowing litter bin', uk: 'Переповнена урна' },
      descriptions: {
        pl: 'Pełny lub zniszczony kosz uliczny, także na przystanku i w parku. Pojemników przy domach dotyczy kategoria „Nieodebrane odpady”.',
        en: 'A full or broken street bin, also at stops and in parks. For bins at houses use “Missed collection”.',
        uk: 'Повна або зламана вулична урна, також на зупинці чи в парку. Для контейнерів біля будинків є «Невивезені відходи».',
      },
      notice: {
        pl: 'Kosz opróżnimy w ciągu 24 godzin, a zniszczony wpiszemy do wymiany.',
        en: 'The bin will be emptied within 24 hours; a broken one goes on the replacement list.',
        uk: 'Урну спорожнимо впродовж 24 годин, а зламану внесемо до списку на заміну.',
      },
      keywords: ['kosz', 'śmietnik', 'śmieci', 'litter bin', 'урна'],
      agency: 'Ekosystem sp. z o.o.',
      response_hours: 24,
      descriptions_of_cases: [
        'Kosz na przystanku pełny po brzegi, śmieci fruwają po chodniku.',
        'Po weekendzie wszystkie kosze na bulwarze przepełnione.',
        'Ktoś podpalił kosz, został sam stelaż.',
        'Wrony rozwlekają śmieci z kosza na skwerze.',
      ],
    },
    {
      service_code: 'ILLEGAL-DUMP',
      type: 'realtime',
      names: { pl: 'Dzikie wysypisko', en: 'Illegal dump', uk: 'Стихійне звалище' },
      descriptions: {
        pl: 'Śmieci, gruz, opony lub meble porzucone na terenie miasta. Nie podawaj nazwisk sprawców; ważne jest miejsce i rodzaj odpadów.',
        en: 'Rubbish, rubble, tyres or furniture left on city land. Do not name suspects; the place and the kind of waste matter.',
        uk: 'Сміття, будівельні відходи, шини чи меблі, викинуті на міській землі. Не вказуйте прізвищ; важливі місце й вид відходів.',
      },
      notice: {
        pl: 'Ustalimy, do kogo należy teren, i na gruntach miasta uprzątniemy odpady w ciągu 7 dni.',
        en: 'We will find out who owns the land, and on city land clear the waste within 7 days.',
        uk: 'З’ясуємо, кому належить земля, і на міській території приберемо відходи впродовж 7 днів.',
      },
      keywords: ['wysypisko', 'gruz', 'opony', 'meble', 'dump', 'звалище'],
      agency: 'Ekosystem sp. z o.o.',
      response_hours: 168,
      attributes: [
        {
          code: 'VOLUME',
          datatype: 'singlevaluelist',
          required: true,
          variable: true,
          description: { pl: 'Ile tego jest?', en: 'How much is there?', uk: 'Скільки там відходів?' },
          values: [
            { key: 'bags', name: { pl: 'Kilka worków', en: 'A few bags', uk: 'Кілька мішків' } },
            { key: 'trailer', name: { pl: 'Przyczepka', en: 'A trailer load', uk: 'Причіп' } },
            { key: 'truck', name: { pl: 'Ciężarówka', en: 'A truck load', uk: 'Вантажівка' } },
          ],
        },
      ],
      descriptions_of_cases: [
        'Przy wale nad Widawą ktoś wysypał gruz po remoncie.',
        'Sterta opon za garażami, z tygodnia na tydzień coraz większa.',
        'Kanapa, lodówka i worki porzucone na skraju lasu.',
        'Na pustej działce robi się śmietnisko, przychodzą szczury.',
        'Wiadra po farbie i szmaty wyrzucone do rowu.',
      ],
    },
    {
      service_code: 'STREET-CLEANING',
      type: 'realtime',
      names: { pl: 'Brudna ulica', en: 'Dirty street', uk: 'Брудна вулиця' },
      descriptions: {
        pl: 'Śmieci, szkło, liście, piach lub błoto na ulicy i chodniku. Śnieg i lód mają osobną kategorię.',
        en: 'Litter, glass, leaves, sand or mud on a street or pavement. Snow and ice have their own category.',
        uk: 'Сміття, скло, листя, пісок або болото на вулиці й тротуарі. Для снігу та льоду є окрема категорія.',
      },
      notice: {
        pl: 'Wyślemy ekipę sprzątającą w ciągu 72 godzin.',
        en: 'A cleaning crew will be sent within 72 hours.',
        uk: 'Надішлемо бригаду прибирання впродовж 72 годин.',
      },
      keywords: ['sprzątanie', 'liście', 'szkło', 'błoto', 'street cleaning', 'прибирання'],
      agency: 'Ekosystem sp. z o.o.',
      response_hours: 72,
      descriptions_of_cases: [
        'Pełno szkła po imprezie przy fontannie.',
        'Mokre liście na chodniku, ślisko jak na lodzie.',
        'Ciężarówki z budowy nanoszą błoto na całą ulicę.',
        'Po zimie nikt nie sprzątnął piachu, kurzy się niemiłosiernie.',
      ],
    },
    {
      service_code: 'SNOW-AND-ICE',
      type: 'realtime',
      names: { pl: 'Śnieg i lód', en: 'Snow and ice', uk: 'Сніг і лід' },
      descriptions: {
        pl: 'Nieodśnieżona lub oblodzona ulica, chodnik, przystanek albo kładka miejska. Chodnik przy prywatnej posesji odśnieża jej właściciel.',
        en: 'A city street, pavement, stop or footbridge with snow or ice. Beside private property the owner clears the pavement.',
        uk: 'Засніжена або обледеніла вулиця, тротуар, зупинка чи міський місток. Тротуар біля приватної ділянки прибирає власник.',
      },
      notice: {
        pl: 'Zgłoszenie trafi do dyżurnego zimowego utrzymania; zajmiemy się nim w ciągu 24 godzin.',
        en: 'Your report goes to the winter service on duty and is dealt with within 24 hours.',
        uk: 'Звернення отримає черговий зимової служби; ми займемося ним упродовж 24 годин.',
      },
      keywords: ['śnieg', 'lód', 'gołoledź', 'odśnieżanie', 'snow', 'ожеледиця'],
      agency: 'Ekosystem sp. z o.o.',
      response_hours: 24,
      descriptions_of_cases: [
        'Chodnik to szklanka, ani grama piasku.',
        'Pług zasypał przejście dla pieszych, trzeba skakać przez zaspę.',
        'Na kładce lód, dzieci tędy chodzą do szkoły.',
        'Przystanek nieodśnieżony od wczoraj.',
      ],
    },
    {
      service_code: 'NEW-LITTER-BIN',
      type: 'batch',
      names: { pl: 'Wniosek o nowy kosz', en: 'Request for a new bin', uk: 'Запит на нову урну' },
      descriptions: {
        pl: 'Propozycja miejsca, w którym brakuje kosza ulicznego. Przepełniony kosz zgłoś osobno.',
        en: 'A place where a street bin is missing. Report an overflowing bin separately.',
        uk: 'Місце, де бракує вуличної урни. Про переповнену урну повідомляйте окремо.',
      },
      notice: {
        pl: 'Wnioski rozpatrujemy raz w miesiącu; odpowiemy w ciągu 30 dni.',
        en: 'Requests are considered once a month; we will answer within 30 days.',
        uk: 'Запити розглядаємо раз на місяць; відповімо впродовж 30 днів.',
      },
      keywords: ['nowy kosz', 'psie odchody', 'new bin', 'нова урна'],
      agency: 'Ekosystem sp. z o.o.',
      response_hours: 720,
      descriptions_of_cases: [
        'Na nowym osiedlu nie ma ani jednego kosza przy alejce.',
        'Przydałby się kosz przy wybiegu dla psów.',
        'Między przystankiem a szkołą nie ma gdzie wyrzucić papierka.',
      ],
    },
  ],
};
