/** Messages of the API in Polish, by their English text; `{1}` stands for what differs from call to call. */
export const POLISH: Readonly<Record<string, string>> = {
  'There is no such path here.': 'Nie ma tu takiej ścieżki.',
  'There is no such path here. The services are at /open311/v2/services.json or .xml.':
    'Nie ma tu takiej ścieżki. Usługi są pod /open311/v2/services.json lub .xml.',
  '{1}.geojson has features; a single one is there as .json and .xml only.':
    '{1}.geojson zawiera obiekty; pojedynczy jest dostępny tylko jako .json i .xml.',
  'This path knows {1}.': 'Ta ścieżka zna {1}.',
  'This server speaks application/json and text/xml. Accept one of them, or end the path in .json or .xml.':
    'Ten serwer mówi application/json i text/xml. Przyjmij jeden z nich albo zakończ ścieżkę .json lub .xml.',
  'The path is not valid percent-encoded UTF-8.': 'Ścieżka nie jest poprawnym UTF-8 w zapisie procentowym.',
  'The path contains a control character. Remove it.': 'Ścieżka zawiera znak sterujący. Usuń go.',
  'Something went wrong on our side. Quote the request id {1}.':
    'Coś poszło nie tak po naszej stronie. Podaj numer wywołania {1}.',
  'The service is out of reach for a moment. Try again in {1} seconds.':
    'Usługa jest chwilowo niedostępna. Spróbuj ponownie za {1} s.',
  'The Content-Type names no type. Send application/json.':
    'Content-Type nie podaje typu. Wyślij application/json.',
  'The body must be application/json, not {1}.': 'Treść musi być typu application/json, nie {1}.',
  'The body must be a JSON object such as {"email": "name@example.org"}.':
    'Treść musi być obiektem JSON, np. {"email": "name@example.org"}.',
  'The account token is missing, has ended or has expired. Ask for a new link by e-mail.':
    'Brakuje tokenu konta, zakończono go albo wygasł. Poproś o nowy odnośnik e-mailem.',
  'Too many mails were asked for from this address. Try again in {1} seconds.':
    'Z tego adresu poproszono o zbyt wiele wiadomości. Spróbuj ponownie za {1} s.',
  'No mail can go to {1} now: one that was sent there has no answer yet, or the answer that no more are wanted, and all addresses there may reach one person. Follow the link in that mail. If it is lost or went to a mistyped address, ask the city to release the domain: {2}':
    'Do domeny {1} nie można teraz wysłać wiadomości: na jedną, którą tam wysłano, nie ma jeszcze odpowiedzi albo odpowiedź brzmiała, że więcej ich nie potrzeba, a wszystkie adresy w tej domenie mogą prowadzić do jednej osoby. Otwórz odnośnik z tamtej wiadomości. Jeśli przepadła albo poszła na błędnie wpisany adres, poproś miasto o odblokowanie domeny: {2}',
  'No mail can go to {1} now: one that was sent there has no answer yet, or the answer that no more are wanted, and all addresses there may reach one person. Follow the link in that mail. If it is lost or went to a mistyped address, ask whoever runs this server to release the domain.':
    'Do domeny {1} nie można teraz wysłać wiadomości: na jedną, którą tam wysłano, nie ma jeszcze odpowiedzi albo odpowiedź brzmiała, że więcej ich nie potrzeba, a wszystkie adresy w tej domenie mogą prowadzić do jednej osoby. Otwórz odnośnik z tamtej wiadomości. Jeśli przepadła albo poszła na błędnie wpisany adres, poproś osobę prowadzącą ten serwer o odblokowanie domeny.',
  'This link is not known here. Copy it whole, or ask for a new one.':
    'Nie znamy tego odnośnika. Skopiuj go w całości albo poproś o nowy.',
  'This link has expired. Have it made anew.': 'Ten odnośnik wygasł. Poproś o jego odnowienie.',
  'This link has not expired. Follow it.': 'Ten odnośnik nie wygasł. Użyj go.',
  'This link was used already. Ask for a new one.': 'Tego odnośnika już użyto. Poproś o nowy.',
  'There is no key {1} here.': 'Nie ma tu klucza {1}.',
  'You have {1} test keys. Revoke one that you no longer need.':
    'Masz {1} kluczy testowych. Unieważnij ten, którego już nie potrzebujesz.',
  'Key {1} has replaced key {2}, which still works. Revoke that one first, or let this one end at once.':
    'Klucz {1} zastąpił klucz {2}, który jeszcze działa. Najpierw unieważnij tamten albo zakończ ten od razu.',
  'You have {1} live keys. Revoke one that you no longer need.':
    'Masz {1} kluczy produkcyjnych. Unieważnij ten, którego już nie potrzebujesz.',
  '{1} requests of yours wait for a decision. Wait for one of them.':
    '{1} Twoich próśb czeka na decyzję. Poczekaj na którąś z nich.',
  'purpose is missing. Say what the key is for: an operator decides by it.':
    'Brakuje purpose. Powiedz, do czego służy klucz: według tego decyduje operator.',
  'origins is missing. Name the pages that the key is for, such as https://app.example.org.':
    'Brakuje origins. Podaj strony, dla których jest klucz, np. https://app.example.org.',
  'origins has {1} in it, which is none. Write it as browsers send it, such as https://app.example.org.':
    'origins zawiera {1}, co nie jest pochodzeniem strony. Zapisz je tak, jak wysyłają przeglądarki, np. https://app.example.org.',
  'Nobody has decided about this request yet.': 'Nikt jeszcze nie zdecydował o tej prośbie.',
  'This request was refused. keys.list tells why.': 'Tę prośbę odrzucono. Powód podaje keys.list.',
  'The key of this request was taken already. Replace it by a new one if you have lost it.':
    'Klucz z tej prośby już odebrano. Jeśli go nie masz, zastąp go nowym.',
  'email is missing. Send an e-mail address such as name@example.org.':
    'Brakuje email. Podaj adres e-mail, taki jak name@example.org.',
  '{1} is missing. Send what stands behind the = in the link of a mail.':
    'Brakuje {1}. Podaj to, co stoi za znakiem = w odnośniku z wiadomości.',
  '{1} must be what stands behind the = in the link of a mail.':
    '{1} musi być tym, co stoi za znakiem = w odnośniku z wiadomości.',
  '{1} is missing. Send test, live or publishable.': 'Brakuje {1}. Podaj test, live lub publishable.',
  '{1} must be test, live or publishable.': '{1} musi mieć wartość test, live lub publishable.',
  '{1} is missing. Send a name by which you know the key, of at most 200 characters.':
    'Brakuje {1}. Podaj nazwę, po której rozpoznasz klucz, do 200 znaków.',
  '{1} must be a name by which you know the key, of at most 200 characters.':
    '{1} musi być nazwą, po której rozpoznasz klucz, do 200 znaków.',
  '{1} must be the origins of pages, at most ten, such as https://app.example.org.':
    '{1} musi być listą pochodzeń stron, najwyżej dziesięciu, takich jak https://app.example.org.',
  '{1} must be what the key is for, in at most 2,000 characters.':
    '{1} musi mówić, do czego służy klucz, w najwyżej 2000 znaków.',
  '{1} is missing. Send a whole number of hours from 0 to 720.':
    'Brakuje {1}. Podaj całkowitą liczbę godzin od 0 do 720.',
  '{1} must be a whole number of hours from 0 to 720.': '{1} musi być całkowitą liczbą godzin od 0 do 720.',
  '{1} must be hour or day.': '{1} musi mieć wartość hour lub day.',
  'Key {1} has been replaced by key {2}. Rotate that one.':
    'Klucz {1} zastąpiono kluczem {2}. Wymień tamten.',
  'Key {1} was revoked. Make a new one.': 'Klucz {1} unieważniono. Utwórz nowy.',
  'Key {1} has expired. Make a new one.': 'Klucz {1} wygasł. Utwórz nowy.',
  'Other exports are running. Try again in {1} seconds.':
    'Trwa pobieranie innych plików. Spróbuj ponownie za {1} s.',
  'There are more calls than can be answered now. Try again in a second.':
    'Wywołań jest teraz więcej, niż można obsłużyć. Spróbuj ponownie za sekundę.',
  'Too many submissions from this address. Try again in {1} seconds.':
    'Za dużo zgłoszeń z tego adresu. Spróbuj ponownie za {1} s.',
  'Too many submissions with this key. Try again in {1} seconds.':
    'Za dużo zgłoszeń z tym kluczem. Spróbuj ponownie za {1} s.',
  'Too many reports from this address. Try again in {1} seconds.':
    'Za dużo skarg z tego adresu. Spróbuj ponownie za {1} s.',
  'The body could not be read to its end.': 'Treści nie dało się odczytać do końca.',
  'The body is larger than 1 MB.': 'Treść jest większa niż 1 MB.',
  'The Content-Encoding is not known. Use gzip, deflate, br or none.':
    'Nieznane Content-Encoding. Użyj gzip, deflate lub br albo żadnego.',
  'The body must be application/x-www-form-urlencoded, multipart/form-data or application/json, not {1}.':
    'Treść musi być typu application/x-www-form-urlencoded, multipart/form-data lub application/json, nie {1}.',
  'The Content-Type names no type. Send application/x-www-form-urlencoded, multipart/form-data or application/json.':
    'Content-Type nie podaje typu. Wyślij application/x-www-form-urlencoded, multipart/form-data lub application/json.',
  'The body must be UTF-8, not {1}.': 'Treść musi być w UTF-8, nie {1}.',
  'The body is not valid UTF-8.': 'Treść nie jest poprawnym UTF-8.',
  'The multipart body is broken: a part or its end is missing.':
    'Treść multipart jest uszkodzona: brakuje części lub jej końca.',
  'The head of a part of the multipart body cannot be read: it has a control character in it, or is too long.':
    'Nie da się odczytać nagłówka części treści multipart: ma w sobie znak sterujący albo jest za długi.',
  'There is no such picture here.': 'Nie ma tu takiego zdjęcia.',
  'The files together are larger than {1}.': 'Pliki razem są większe niż {1}.',
  'The fields of the body are larger than 1 MB.': 'Pola treści są większe niż 1 MB.',
  'There are too many parts. Send fewer.': 'Jest za dużo części. Wyślij mniej.',
  '{1} is one file too many. At most {2} are taken.':
    '{1} to o jeden plik za dużo. Przyjmujemy najwyżej {2}.',
  '{1} is larger than {2}.': '{1} jest większe niż {2}.',
  '{1} is cut off: the end of the multipart body is missing.':
    '{1} jest urwane: brakuje końca treści multipart.',
  '{1} is not valid UTF-8, or has U+FFFD in place of a letter.':
    '{1} nie jest poprawnym UTF-8 albo ma U+FFFD zamiast litery.',
  'media comes too often. At most {1} pictures are taken.':
    'media podano zbyt wiele razy. Przyjmujemy najwyżej {1} zdjęć.',
  '{1} must be a picture: a file of a multipart form, or its bytes in base64.':
    '{1} musi być zdjęciem: plikiem formularza multipart albo jego bajtami w base64.',
  '{1} cannot be opened. Send it as an ordinary JPEG.':
    'Nie da się otworzyć {1}. Wyślij to jako zwykły JPEG.',
  '{1} is damaged or cut off. Send the whole picture.':
    '{1} jest uszkodzone albo urwane. Wyślij całe zdjęcie.',
  '{1} is empty.': '{1} jest puste.',
  '{1} is no picture that is taken here. Send JPEG, PNG, WebP or GIF.':
    '{1} nie jest zdjęciem, jakie przyjmujemy. Wyślij JPEG, PNG, WebP lub GIF.',
  '{1} is too large for its kind. Send a smaller one, or an ordinary JPEG.':
    '{1} jest za duże jak na swój rodzaj. Wyślij mniejsze albo zwykły JPEG.',
  '{1} has more than {2} pixels. Send a smaller one.': '{1} ma więcej niż {2} pikseli. Wyślij mniejsze.',
  'The name of a field is not valid UTF-8: {1}.': 'Nazwa pola nie jest poprawnym UTF-8: {1}.',
  '{1} is not valid UTF-8.': '{1} nie jest poprawnym UTF-8.',
  '{1} is not valid percent-encoded UTF-8.': '{1} nie jest poprawnym UTF-8 w zapisie procentowym.',
  'The body is not valid JSON.': 'Treść nie jest poprawnym JSON-em.',
  'The body must be a JSON object such as {"service_code": "POTHOLE"}.':
    'Treść musi być obiektem JSON, takim jak {"service_code": "POTHOLE"}.',
  'There are more than {1} fields. Send fewer.': 'Jest więcej niż {1} pól. Wyślij mniej.',
  '{1} contains a control character or half of a character. Remove it.':
    '{1} zawiera znak sterujący albo połowę znaku. Usuń go.',
  '{1} is given twice with different values. Send it once.':
    '{1} podano dwa razy z różnymi wartościami. Wyślij raz.',
  'jurisdiction_id is given twice with different values, in the query and in the body. Send it once.':
    'jurisdiction_id podano dwa razy z różnymi wartościami: w adresie i w treści. Wyślij raz.',
  '{1} cannot be read. Write attribute[CODE]=value.':
    'Nie da się odczytać {1}. Napisz attribute[KOD]=wartość.',
  'attribute has a code of more than {1} characters.': 'attribute ma kod dłuższy niż {1} znaków.',
  'attribute has more than {1} codes that {2} does not ask for.':
    'attribute ma więcej niż {1} kodów, o które {2} nie pyta.',
  'api_key is missing. Submitting needs an API key.':
    'Brakuje api_key. Do zgłaszania potrzebny jest klucz API.',
  'api_key is not known here.': 'Ten api_key jest tu nieznany.',
  'api_key is missing. A list of own cases needs the key that they came with.':
    'Brakuje api_key. Lista własnych zgłoszeń wymaga klucza, z którym je przysłano.',
  'api_key is for pages in browsers, and this call has no Origin. A program needs a key that begins with sp_live_.':
    'Ten api_key jest dla stron w przeglądarkach, a to wywołanie nie ma nagłówka Origin. Program potrzebuje klucza, który zaczyna się od sp_live_.',
  'api_key is not for pages of {1}. Whoever runs this server can add them: signpost keys set {2} --add-origin {3}':
    'Ten api_key nie jest dla stron z {1}. Może je dodać ten, kto prowadzi ten serwer: signpost keys set {2} --add-origin {3}',
  'api_key is not for pages of the origin "{1}", and cannot be. Open the page at an http or https address.':
    'Ten api_key nie jest dla stron ze źródła „{1}” i nie może być. Otwórz stronę pod adresem http lub https.',
  'api_key is for pages in browsers. It may submit cases and support them. An update needs a key that begins with sp_live_.':
    'Ten api_key jest dla stron w przeglądarkach. Może zgłaszać sprawy i je popierać. Aktualizacja wymaga klucza, który zaczyna się od sp_live_.',
  'outline must be true or false.': 'outline musi mieć wartość true albo false.',
  'own must be true or false.': 'own musi mieć wartość true albo false.',
  'api_key was revoked.': 'Ten api_key unieważniono.',
  'api_key has expired.': 'Ten api_key wygasł.',
  'api_key is not for {1}.': 'Ten api_key nie jest dla {1}.',
  'api_key is a test key. It works in the sandbox, below /open311/test/v2 or /open311/{jurisdiction_id}/test/v2. Submitting here needs a live key, which begins with sp_live_.':
    'Ten api_key jest kluczem testowym. Działa w piaskownicy, poniżej /open311/test/v2 lub /open311/{jurisdiction_id}/test/v2. Tutaj potrzebny jest klucz produkcyjny, który zaczyna się od sp_live_.',
  'api_key is a live key. It works below /open311/v2 or /open311/{jurisdiction_id}/v2. The sandbox needs a test key, which begins with sp_test_.':
    'Ten api_key jest kluczem produkcyjnym. Działa poniżej /open311/v2 lub /open311/{jurisdiction_id}/v2. Piaskownica potrzebuje klucza testowego, który zaczyna się od sp_test_.',
  'The sandbox answers {1}, as the description asks for.':
    'Piaskownica odpowiada {1}, o co prosi description.',
  'api_key may not do this. It needs the scope {1}.':
    'Ten api_key nie ma tego uprawnienia. Potrzebny zakres: {1}.',
  'Submissions are taken over https only. Send this one again to the https address.':
    'Zgłoszenia przyjmujemy tylko przez https. Wyślij to jeszcze raz na adres https.',
  'A submission with this Idempotency-Key is in progress. Send it again in a second.':
    'Zgłoszenie z tym Idempotency-Key jest właśnie przyjmowane. Wyślij je ponownie za sekundę.',
  'This Idempotency-Key was used for a submission with other fields. Use a new key for a new submission.':
    'Ten Idempotency-Key był użyty w zgłoszeniu z innymi polami. Do nowego zgłoszenia użyj nowego klucza.',
  'jurisdiction_id {1} is not served here.': 'jurisdiction_id {1} nie jest tu obsługiwane.',
  'jurisdiction_id {1} is not served at this address, which is that of {2}.':
    'jurisdiction_id {1} nie jest obsługiwane pod tym adresem, który należy do {2}.',
  'No jurisdiction is served here yet.': 'Nie ma tu jeszcze żadnego miasta.',
  'jurisdiction_id is missing. Served here: {1}. Example: {2}':
    'Brakuje jurisdiction_id. Obsługujemy: {1}. Przykład: {2}',
  'There is no service {1} here.': 'Nie ma tu usługi {1}.',
  'service_code {1} is not known here. services.json lists all codes.':
    'service_code {1} jest tu nieznany. Wszystkie kody są w services.json.',
  'There is no request {1} here.': 'Nie ma tu zgłoszenia {1}.',
  '{1} seems to be mistyped: its last digit does not go with the others. Please compare it once more.':
    '{1} wygląda na pomyłkę: ostatnia cyfra nie pasuje do pozostałych. Proszę porównać jeszcze raz.',
  'This token is not known here.': 'Ten token jest tu nieznany.',
  '{1} is not offered at this place. services.json with lat and long lists what is.':
    'Tej usługi nie ma w tym miejscu: {1}. services.json z lat i long pokazuje, co jest.',
  'lat and long are outside the area that {1} serves.': 'lat i long leżą poza obszarem, który obsługuje {1}.',
  '{1} is missing. lat and long go together.': 'Brakuje {1}. lat i long podaje się razem.',
  'A place is missing. Send lat and long, or address_string.':
    'Brakuje miejsca. Wyślij lat i long albo address_string.',
  'service_code is missing. Send a code from services.json, for example POTHOLE.':
    'Brakuje service_code. Wyślij kod z services.json, na przykład POTHOLE.',
  '{1} must be a code from services.json, for example POTHOLE.':
    '{1} musi być kodem z services.json, na przykład POTHOLE.',
  '{1} must be a latitude from -90 to 90 such as 51.1079.':
    '{1} musi być szerokością geograficzną od -90 do 90, taką jak 51.1079.',
  '{1} must be a longitude from -180 to 180 such as 17.0385.':
    '{1} musi być długością geograficzną od -180 do 180, taką jak 17.0385.',
  '{1} must be an e-mail address such as name@example.org.':
    '{1} musi być adresem e-mail, takim jak name@example.org.',
  '{1} must be an http or https address of at most 2,000 characters and without a password, at most ten of them.':
    '{1} musi być adresem http lub https, najwyżej 2000 znaków i bez hasła, najwyżej dziesięć adresów.',
  'reason is missing. Send abusive, personal_data, spam, wrong_place or other.':
    'Brakuje reason. Wyślij abusive, personal_data, spam, wrong_place lub other.',
  '{1} must be abusive, personal_data, spam, wrong_place or other.':
    '{1} musi być jednym z: abusive, personal_data, spam, wrong_place lub other.',
  '{1} must be answers by code: attribute[CODE]=value.':
    '{1} musi zawierać odpowiedzi według kodu: attribute[KOD]=wartość.',
  '{1} must be 1 to 255 visible ASCII characters.': '{1} musi mieć od 1 do 255 widocznych znaków ASCII.',
  '{1} must be a distance in metres from 1 to 100000.': '{1} musi być odległością w metrach od 1 do 100000.',
  '{1} must be a whole number from 1, such as 50.': '{1} musi być liczbą całkowitą od 1, taką jak 50.',
  '{1} must be the number of a page: 1, 2, 3.': '{1} musi być numerem strony: 1, 2, 3.',
  'bbox is missing. Send west,south,east,north in degrees, such as 16.8,51.0,17.2,51.2.':
    'Brakuje bbox. Wyślij zachód,południe,wschód,północ w stopniach, np. 16.8,51.0,17.2,51.2.',
  'zoom is missing. Send a whole number from 0 to 22, such as 12.':
    'Brakuje zoom. Wyślij liczbę całkowitą od 0 do 22, np. 12.',
  'zoom must be a whole number from 0 to 22, such as 12.':
    'zoom musi być liczbą całkowitą od 0 do 22, np. 12.',
  'q is missing. Send what is looked for, such as Main Street.':
    'Brakuje q. Wyślij to, czego szukasz, np. ulica Świdnicka.',
  '{1} must be requested_datetime or updated_datetime, with - before it for the latest first.':
    '{1} musi być requested_datetime lub updated_datetime, z - na początku, gdy najnowsze mają być pierwsze.',
  '{1} must be a decimal number.': '{1} musi być liczbą dziesiętną.',
  '{1} must be string.': '{1} musi być tekstem.',
  '{1} is missing.': 'Brakuje {1}.',
  '{1} is missing. {2}': 'Brakuje {1}. {2}',
  '{1} is longer than {2} characters.': '{1} ma więcej niż {2} znaków.',
  '{1} has more than {2} values.': '{1} ma więcej niż {2} wartości.',
  '{1} takes one answer only.': '{1} przyjmuje tylko jedną odpowiedź.',
  '{1} must be a number such as 12 or 3.5.': '{1} musi być liczbą, taką jak 12 lub 3.5.',
  '{1} must be a time such as 2026-03-01T09:30:00Z.': '{1} musi być czasem, takim jak 2026-03-01T09:30:00Z.',
  'q must have a word or a number to look for.': 'q musi zawierać słowo lub liczbę do wyszukania.',
  '{1} must be one line.': '{1} musi być jednym wierszem.',
  '{1} must be one of {2}.': '{1} musi być jedną z wartości: {2}.',
  '{1} must be some of {2}.': '{1} musi składać się z wartości: {2}.',
  '{1} must be a time such as 2026-03-01T09:30:00Z or a date such as 2026-03-01.':
    '{1} musi być czasem, takim jak 2026-03-01T09:30:00Z, albo datą, taką jak 2026-03-01.',
  '{1} is before {2}.': '{1} jest przed {2}.',
  'start_date and end_date are more than {1} days apart. Ask for a shorter span.':
    'start_date i end_date dzieli więcej niż {1} dni. Zapytaj o krótszy okres.',
  'status must be open, closed or both, separated by a comma.':
    'status musi być open, closed albo oba, rozdzielone przecinkiem.',
  'updated_after is too old: start again. What was withdrawn is known for {1} days.':
    'updated_after jest zbyt dawne: zacznij od nowa. O wycofanych zgłoszeniach wiadomo przez {1} dni.',
  'This cursor was not made for this list. Follow the Link header as it is, with every parameter.':
    'Ten cursor nie należy do tej listy. Użyj nagłówka Link bez zmian, ze wszystkimi parametrami.',
  'page and cursor exclude each other. Follow the cursor alone.':
    'page i cursor wykluczają się. Użyj samego cursor.',
  'page is deeper than {1} cases. Follow the Link header instead.':
    'page leży głębiej niż {1} zgłoszeń. Użyj nagłówka Link.',
  'radius needs lat and long.': 'radius wymaga lat i long.',
  'bbox must be west,south,east,north in degrees, such as 16.8,51.0,17.2,51.2.':
    'bbox musi być w postaci zachód,południe,wschód,północ w stopniach, np. 16.8,51.0,17.2,51.2.',
  'bbox must be west,south,east,north in degrees, such as 16.8,51.0,17.2,51.2. Longitudes go from -180 to 180, latitudes from -90 to 90.':
    'bbox musi być w postaci zachód,południe,wschód,północ w stopniach, np. 16.8,51.0,17.2,51.2. Długości od -180 do 180, szerokości od -90 do 90.',
  'update_id was used for another case. Use an id of its own for every update.':
    'Ten update_id dotyczył już innego zgłoszenia. Każda aktualizacja potrzebuje własnego.',
  'The case {1} is closed and takes no supporters. If it is there again, submit a new one.':
    'Zgłoszenie {1} jest zamknięte i nie przyjmuje poparcia. Jeśli problem wrócił, wyślij nowe.',
  'The case {1} is closed as a duplicate of {2}. Support that one.':
    'Zgłoszenie {1} zamknięto jako powtórzenie {2}. Poprzyj tamto.',
  'This city takes no comments. api_key needs the scope update.':
    'To miasto nie przyjmuje komentarzy. api_key potrzebuje zakresu update.',
  'status must be one that partners know, such as open, in_progress, fixed, closed or unchanged.':
    'status musi być jednym ze znanych partnerom, takim jak open, in_progress, fixed, closed lub unchanged.',
  'bbox is inside out: its south lies north of its north.':
    'bbox jest na odwrót: jego południe leży na północ od północy.',
};
