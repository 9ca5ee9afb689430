import type { DemonstrationGroup } from './catalogue-types.ts';

/** Drinking water, sewers, rain water and the city's wells and fountains. */
export const waterServices: DemonstrationGroup = {
  group_code: 'WATER',
  names: { pl: 'Woda i kanalizacja', en: 'Water and sewerage', uk: 'Вода і каналізація' },
  services: [
    {
      service_code: 'WATER-LEAK',
      type: 'realtime',
      names: { pl: 'Wyciek wody', en: 'Water leak', uk: 'Витік води' },
      descriptions: {
        pl: 'Woda wypływa z jezdni, chodnika lub hydrantu. Awarię wewnątrz budynku zgłoś jego zarządcy.',
        en: 'Water is coming out of a road, pavement or hydrant. Report a leak inside a building to its manager.',
        uk: 'Вода витікає з-під дороги, тротуару або з гідранта. Про аварію в будинку повідомляйте його управителя.',
      },
      notice: {
        pl: 'Pogotowie wodociągowe sprawdzi wyciek w ciągu 24 godzin. Przy dużej awarii zadzwoń pod 994.',
        en: 'The water emergency crew will check the leak within 24 hours. For a major burst call 994.',
        uk: 'Аварійна служба водоканалу перевірить витік упродовж 24 годин. У разі великої аварії телефонуйте 994.',
      },
      keywords: ['wyciek', 'rura', 'wodociąg', 'hydrant', 'water leak', 'витік'],
      agency: 'MPWiK',
      response_hours: 24,
      attributes: [
        {
          code: 'FLOW',
          datatype: 'singlevaluelist',
          required: true,
          variable: true,
          description: { pl: 'Jak mocno leci?', en: 'How strong is it?', uk: 'Наскільки сильно тече?' },
          values: [
            { key: 'seeping', name: { pl: 'Sączy się', en: 'It seeps', uk: 'Сочиться' } },
            { key: 'running', name: { pl: 'Płynie strużką', en: 'It runs', uk: 'Тече струмком' } },
            {
              key: 'flooding',
              name: { pl: 'Zalewa ulicę', en: 'It floods the street', uk: 'Заливає вулицю' },
            },
          ],
        },
      ],
      descriptions_of_cases: [
        'Spod asfaltu tryska woda, zalewa już pół ulicy.',
        'Z hydrantu kapie od kilku dni, zimą zrobi się lodowisko.',
        'Na chodniku ciągle stoi woda, choć od tygodnia nie padało.',
        'Zapadła się ziemia przy zaworze i słychać szum wody.',
      ],
    },
    {
      service_code: 'NO-WATER',
      type: 'realtime',
      names: { pl: 'Brak wody', en: 'No water', uk: 'Немає води' },
      descriptions: {
        pl: 'W kranie nie ma zimnej wody albo ciśnienie jest bardzo słabe. Ciepłą wodą i ogrzewaniem zajmuje się zarządca budynku.',
        en: 'There is no cold water or the pressure is very low. Hot water and heating are a matter for the building manager.',
        uk: 'Немає холодної води або дуже слабкий тиск. Гарячою водою та опаленням займається управитель будинку.',
      },
      notice: {
        pl: 'Sprawdzimy, czy trwa awaria, i odpowiemy w ciągu 24 godzin.',
        en: 'We will check whether there is a network fault and answer within 24 hours.',
        uk: 'Перевіримо, чи немає аварії в мережі, і відповімо впродовж 24 годин.',
      },
      keywords: ['brak wody', 'ciśnienie', 'kran', 'no water', 'немає води'],
      agency: 'MPWiK',
      response_hours: 24,
      descriptions_of_cases: [
        'W całym bloku od rana nie ma wody, żadnej kartki na klatce.',
        'Ciśnienie takie, że na czwartym piętrze ledwo kapie.',
        'Wodę mieli włączyć wczoraj wieczorem i dalej nic.',
      ],
    },
    {
      service_code: 'WATER-QUALITY',
      type: 'realtime',
      names: { pl: 'Jakość wody w kranie', en: 'Tap water quality', uk: 'Якість води' },
      descriptions: {
        pl: 'Mętna lub zabarwiona woda, dziwny zapach albo smak. Nie dotyczy wody w rzekach, stawach i fontannach.',
        en: 'Cloudy or coloured water, a strange smell or taste. Not for rivers, ponds and fountains.',
        uk: 'Каламутна чи забарвлена вода, дивний запах або смак. Не стосується річок, ставків і фонтанів.',
      },
      notice: {
        pl: 'Laboratorium oceni zgłoszenie, w razie potrzeby pobierze próbkę i odpowie w ciągu 72 godzin.',
        en: 'The laboratory will assess the report, take a sample if needed and answer within 72 hours.',
        uk: 'Лабораторія оцінить звернення, за потреби візьме пробу й відповість упродовж 72 годин.',
      },
      keywords: ['mętna woda', 'zapach', 'kolor wody', 'water quality', 'якість води'],
      agency: 'MPWiK',
      response_hours: 72,
      descriptions_of_cases: [
        'Z kranu leci ruda woda, nie ma jak zrobić prania.',
        'Woda mocno czuć chlorem, nie da się pić herbaty.',
        'Po naprawie rur woda jest biała jak mleko.',
      ],
    },
    {
      service_code: 'STORM-DRAIN',
      type: 'realtime',
      names: { pl: 'Zatkany wpust deszczowy', en: 'Blocked storm drain', uk: 'Забитий зливостік' },
      descriptions: {
        pl: 'Kratka ściekowa zatkana liśćmi lub piachem, kałuże po deszczu. Brakujący lub stukający właz zgłoś w grupie „Drogi i chodniki”.',
        en: 'A street drain blocked by leaves or sand, puddles after rain. Report a missing or rattling cover under “Roads and pavements”.',
        uk: 'Решітка забита листям або піском, калюжі після дощу. Про відсутній чи гуркітливий люк пишіть у групі «Дороги й тротуари».',
      },
      notice: {
        pl: 'Wyczyścimy wpust w ciągu 7 dni, a przed zapowiadaną ulewą szybciej.',
        en: 'We will clean the drain within 7 days, sooner when heavy rain is forecast.',
        uk: 'Прочистимо зливостік упродовж 7 днів, а перед прогнозованою зливою швидше.',
      },
      keywords: ['kratka', 'wpust', 'kałuża', 'deszcz', 'storm drain', 'зливостік'],
      agency: 'Zarząd Dróg i Utrzymania Miasta',
      response_hours: 168,
      descriptions_of_cases: [
        'Po każdym deszczu jezioro na przejściu dla pieszych.',
        'Kratka zapchana liśćmi, woda stoi przy krawężniku.',
        'Auta ochlapują ludzi na przystanku, bo woda nie spływa.',
        'Studzienka zarosła trawą, pewnie latami jej nie czyszczono.',
      ],
    },
    {
      service_code: 'SEWER-SMELL',
      type: 'realtime',
      names: { pl: 'Kanalizacja i odór', en: 'Sewers and smell', uk: 'Каналізація і запах' },
      descriptions: {
        pl: 'Ścieki wybijają ze studzienki albo czuć kanalizację na ulicy. Zapach gazu zgłoś natychmiast pod numerem 992.',
        en: 'Sewage rises from a manhole or the street smells of sewers. Report a smell of gas at once by calling 992.',
        uk: 'Стоки виходять із люка або на вулиці тхне каналізацією. Про запах газу негайно телефонуйте 992.',
      },
      notice: {
        pl: 'Sprawdzimy kanał i w razie zatoru udrożnimy go w ciągu 48 godzin.',
        en: 'We will inspect the sewer and clear any blockage within 48 hours.',
        uk: 'Перевіримо каналізацію і за потреби усунемо засмічення впродовж 48 годин.',
      },
      keywords: ['kanalizacja', 'ścieki', 'smród', 'szambo', 'sewer', 'каналізація'],
      agency: 'MPWiK',
      response_hours: 48,
      descriptions_of_cases: [
        'Ze studzienki wybija szambo na chodnik.',
        'Wieczorami straszny smród z kanału, nie da się otworzyć okna.',
        'Po ulewie ścieki cofają się do piwnicy.',
      ],
    },
    {
      service_code: 'FOUNTAIN',
      type: 'realtime',
      names: { pl: 'Fontanna lub zdrój', en: 'Fountain', uk: 'Фонтан або питний кран' },
      descriptions: {
        pl: 'Nieczynna lub brudna fontanna, zdrój z wodą pitną albo kurtyna wodna. Zimą te urządzenia są wyłączone.',
        en: 'A fountain, drinking fountain or water mist that is off or dirty. In winter they are switched off.',
        uk: 'Непрацюючий або брудний фонтан, питний кран чи водяна завіса. Узимку ці пристрої вимкнені.',
      },
      notice: {
        pl: 'Sprawdzimy urządzenie i uruchomimy je lub oznaczymy awarię w ciągu 5 dni.',
        en: 'We will check it and start it again or mark it as out of order within 5 days.',
        uk: 'Перевіримо пристрій і ввімкнемо його або позначимо несправність упродовж 5 днів.',
      },
      keywords: ['fontanna', 'zdrój', 'kurtyna wodna', 'poidełko', 'fountain', 'фонтан'],
      agency: 'MPWiK',
      response_hours: 120,
      descriptions_of_cases: [
        'Poidełko w parku nie działa, a upał jak diabli.',
        'W fontannie pływają śmieci i piana.',
        'Ze zdroju leci woda bez przerwy, przycisk się zaciął.',
      ],
    },
  ],
};
