import type { DemonstrationGroup } from './catalogue-types.ts';

/** Trees, lawns, parks and playgrounds. */
export const greeneryServices: DemonstrationGroup = {
  group_code: 'GREENERY',
  names: { pl: 'Zieleń i place zabaw', en: 'Greenery and playgrounds', uk: 'Зелень і дитячі майданчики' },
  services: [
    {
      service_code: 'FALLEN-TREE',
      type: 'realtime',
      names: { pl: 'Powalone drzewo', en: 'Fallen tree', uk: 'Повалене дерево' },
      descriptions: {
        pl: 'Drzewo lub duża gałąź leży albo wisi nad chodnikiem, ulicą czy alejką. Gdy ktoś jest w niebezpieczeństwie, zadzwoń pod 112.',
        en: 'A tree or a large branch lies on or hangs over a pavement, street or path. If anyone is in danger, call 112.',
        uk: 'Дерево або велика гілка лежить чи нависає над тротуаром, вулицею або алеєю. Якщо хтось у небезпеці, телефонуйте 112.',
      },
      notice: {
        pl: 'Usuniemy drzewo lub gałąź albo odgrodzimy miejsce w ciągu 24 godzin.',
        en: 'We will remove the tree or branch or fence the place off within 24 hours.',
        uk: 'Приберемо дерево або гілку чи огородимо місце впродовж 24 годин.',
      },
      keywords: ['drzewo', 'konar', 'gałąź', 'wichura', 'fallen tree', 'дерево'],
      agency: 'Zarząd Zieleni Miejskiej',
      response_hours: 24,
      attributes: [
        {
          code: 'BLOCKS',
          datatype: 'multivaluelist',
          required: false,
          variable: true,
          description: { pl: 'Co jest zablokowane?', en: 'What is blocked?', uk: 'Що заблоковано?' },
          values: [
            { key: 'road', name: { pl: 'Jezdnia', en: 'Road', uk: 'Проїзна частина' } },
            { key: 'pavement', name: { pl: 'Chodnik', en: 'Pavement', uk: 'Тротуар' } },
            { key: 'tracks', name: { pl: 'Torowisko', en: 'Tram tracks', uk: 'Трамвайні колії' } },
          ],
        },
      ],
      descriptions_of_cases: [
        'Po burzy konar leży na chodniku i blokuje przejście.',
        'Drzewo przewróciło się na alejkę w parku.',
        'Nadłamana gałąź wisi nad przystankiem.',
        'Uschnięte drzewo pochyla się nad placem zabaw, lada chwila runie.',
      ],
    },
    {
      service_code: 'TREE-PRUNING',
      type: 'batch',
      names: { pl: 'Przycięcie drzew', en: 'Tree pruning', uk: 'Обрізка дерев' },
      descriptions: {
        pl: 'Gałęzie zasłaniają okna, lampy lub znaki albo zwisają nad chodnikiem. Złamane i powalone drzewa zgłoś jako pilne.',
        en: 'Branches hide windows, lamps or signs or hang over the pavement. Report broken and fallen trees as urgent.',
        uk: 'Гілки закривають вікна, ліхтарі чи знаки або звисають над тротуаром. Про зламані й повалені дерева повідомляйте як про термінові.',
      },
      notice: {
        pl: 'Inspektor obejrzy drzewo i odpowie w ciągu 30 dni; w okresie lęgowym tniemy tylko to, co zagraża ludziom.',
        en: 'An inspector will look at the tree and answer within 30 days; in the nesting season we cut only what endangers people.',
        uk: 'Інспектор огляне дерево й відповість упродовж 30 днів; у період гніздування обрізаємо лише небезпечне для людей.',
      },
      keywords: ['gałęzie', 'przycinka', 'drzewo', 'krzaki', 'pruning', 'гілки'],
      agency: 'Zarząd Zieleni Miejskiej',
      response_hours: 720,
      descriptions_of_cases: [
        'Gałęzie lipy wchodzą w okna, w mieszkaniu jest ciemno cały dzień.',
        'Krzaki tak urosły, że na chodniku nie mijają się dwie osoby.',
        'Drzewo całkiem zasłania latarnię, pod blokiem jest czarno.',
        'Suche gałęzie nad parkingiem, przydałoby się je przyciąć.',
      ],
    },
    {
      service_code: 'LAWN-MOWING',
      type: 'realtime',
      names: { pl: 'Trawnik i łąka', en: 'Lawns and meadows', uk: 'Газон і луг' },
      descriptions: {
        pl: 'Wysoka trawa, która zasłania widok na skrzyżowaniu, albo rozjeżdżony trawnik miejski. Łąki kwietne kosimy celowo tylko raz lub dwa razy w roku.',
        en: 'High grass that blocks the view at a junction, or a city lawn ruined by cars. Flower meadows are meant to be cut only once or twice a year.',
        uk: 'Висока трава, що закриває огляд на перехресті, або роз’їжджений міський газон. Квіткові луги навмисно косимо лише раз чи двічі на рік.',
      },
      notice: {
        pl: 'Sprawdzimy teren i w ciągu 14 dni skosimy trawę albo napiszemy, kiedy przypada koszenie.',
        en: 'We will check the place and within 14 days mow the grass or tell you when mowing is due.',
        uk: 'Перевіримо місце і впродовж 14 днів скосимо траву або повідомимо, коли заплановано косіння.',
      },
      keywords: ['trawa', 'koszenie', 'trawnik', 'łąka', 'mowing', 'трава'],
      agency: 'Zarząd Zieleni Miejskiej',
      response_hours: 336,
      descriptions_of_cases: [
        'Trawa na rondzie po pas, nie widać nadjeżdżających aut.',
        'Samochody rozjechały trawnik, zostało samo błoto.',
        'Przy chodniku wyrosły pokrzywy wyższe od dziecka.',
        'Ambrozja na skwerze, alergicy się męczą.',
      ],
    },
    {
      service_code: 'PLAYGROUND',
      type: 'realtime',
      names: { pl: 'Plac zabaw', en: 'Playground', uk: 'Дитячий майданчик' },
      descriptions: {
        pl: 'Zepsute urządzenia, brudny piasek lub zniszczone ogrodzenie na miejskim placu zabaw. Place na terenie spółdzielni i szkół mają innych zarządców.',
        en: 'Broken equipment, dirty sand or a damaged fence on a city playground. Playgrounds of housing associations and schools are run by others.',
        uk: 'Зламане обладнання, брудний пісок або пошкоджена огорожа на міському майданчику. Майданчики кооперативів і шкіл мають інших власників.',
      },
      notice: {
        pl: 'Groźne urządzenie wyłączymy z użytku od razu, a usterkę usuniemy w ciągu 5 dni.',
        en: 'Dangerous equipment is closed at once, and the fault is repaired within 5 days.',
        uk: 'Небезпечне обладнання закриємо одразу, а несправність усунемо впродовж 5 днів.',
      },
      keywords: ['plac zabaw', 'huśtawka', 'zjeżdżalnia', 'piaskownica', 'playground', 'майданчик'],
      agency: 'Zarząd Zieleni Miejskiej',
      response_hours: 120,
      descriptions_of_cases: [
        'Urwany łańcuch huśtawki, druga też ledwo się trzyma.',
        'W piaskownicy potłuczone szkło.',
        'Pęknięta zjeżdżalnia, ostra krawędź na samym dole.',
        'Furtka się nie zamyka, dzieci wybiegają prosto na ulicę.',
      ],
    },
    {
      service_code: 'PARK-BENCH',
      type: 'realtime',
      names: { pl: 'Ławka lub stolik', en: 'Bench or table', uk: 'Лавка або столик' },
      descriptions: {
        pl: 'Połamane lub brudne ławki, stoliki i leżaki w parkach, na skwerach i przy ulicach. Ławki na przystankach zgłoś w grupie „Komunikacja miejska”.',
        en: 'Broken or dirty benches, tables and loungers in parks, squares and streets. Report benches at stops under “Public transport”.',
        uk: 'Зламані або брудні лавки, столики й шезлонги в парках, скверах і на вулицях. Про лавки на зупинках пишіть у групі «Міський транспорт».',
      },
      notice: {
        pl: 'Naprawimy ławkę albo zabierzemy ją do warsztatu w ciągu 14 dni.',
        en: 'We will repair the bench or take it to the workshop within 14 days.',
        uk: 'Відремонтуємо лавку або заберемо її до майстерні впродовж 14 днів.',
      },
      keywords: ['ławka', 'stolik', 'leżak', 'bench', 'лавка'],
      agency: 'Zarząd Zieleni Miejskiej',
      response_hours: 336,
      descriptions_of_cases: [
        'Z ławki zostały dwie deski, nie ma jak usiąść.',
        'Wystaje gwóźdź, podarłam sobie płaszcz.',
        'Stolik do szachów wyrwany razem z betonem.',
      ],
    },
    {
      service_code: 'TREE-PLANTING',
      type: 'batch',
      names: { pl: 'Nowe drzewo', en: 'New tree', uk: 'Нове дерево' },
      descriptions: {
        pl: 'Propozycja miejsca na nowe drzewo lub krzewy na terenie miasta. Gatunek dobierają ogrodnicy miejscy.',
        en: 'A place for a new tree or shrubs on city land. City gardeners choose the species.',
        uk: 'Пропозиція місця для нового дерева чи кущів на міській землі. Вид рослини обирають міські садівники.',
      },
      notice: {
        pl: 'Sprawdzimy podziemne sieci i odpowiemy w ciągu 30 dni; sadzimy wiosną i jesienią.',
        en: 'We will check underground networks and answer within 30 days; planting is done in spring and autumn.',
        uk: 'Перевіримо підземні мережі й відповімо впродовж 30 днів; садимо навесні та восени.',
      },
      keywords: ['sadzenie', 'drzewo', 'krzewy', 'cień', 'planting', 'посадка'],
      agency: 'Zarząd Zieleni Miejskiej',
      response_hours: 720,
      attributes: [
        {
          code: 'TREES',
          datatype: 'number',
          required: false,
          variable: true,
          description: { pl: 'Ile drzew?', en: 'How many trees?', uk: 'Скільки дерев?' },
        },
        {
          code: 'REASON',
          datatype: 'text',
          required: true,
          variable: true,
          description: { pl: 'Dlaczego właśnie tam?', en: 'Why there?', uk: 'Чому саме там?' },
        },
      ],
      descriptions_of_cases: [
        'Na przystanku latem patelnia, przydałoby się drzewo dające cień.',
        'Po wycince zostały puste misy, proszę posadzić coś nowego.',
        'Wzdłuż parkingu zmieściłby się cały szpaler drzew.',
      ],
    },
  ],
};
