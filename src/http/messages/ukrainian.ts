/** Messages of the API in Ukrainian, by their English text; `{1}` stands for what differs from call to call. */
export const UKRAINIAN: Readonly<Record<string, string>> = {
  'There is no such path here.': 'Тут немає такого шляху.',
  'There is no such path here. The services are at /open311/v2/services.json or .xml.':
    'Тут немає такого шляху. Послуги є за адресою /open311/v2/services.json або .xml.',
  '{1}.geojson has features; a single one is there as .json and .xml only.':
    '{1}.geojson містить об’єкти; окремий є лише як .json і .xml.',
  'This path knows {1}.': 'Цей шлях знає {1}.',
  'This server speaks application/json and text/xml. Accept one of them, or end the path in .json or .xml.':
    'Цей сервер розуміє application/json і text/xml. Прийміть один із них або завершіть шлях .json чи .xml.',
  'The path is not valid percent-encoded UTF-8.': 'Шлях не є правильним UTF-8 у відсотковому записі.',
  'The path contains a control character. Remove it.': 'Шлях містить керівний символ. Вилучіть його.',
  'Something went wrong on our side. Quote the request id {1}.':
    'Щось пішло не так з нашого боку. Назвіть номер виклику {1}.',
  'The service is out of reach for a moment. Try again in {1} seconds.':
    'Служба тимчасово недоступна. Спробуйте ще раз за {1} с.',
  'The Content-Type names no type. Send application/json.':
    'Content-Type не називає типу. Надішліть application/json.',
  'The body must be application/json, not {1}.': 'Тіло має бути application/json, а не {1}.',
  'The body must be a JSON object such as {"email": "name@example.org"}.':
    'Тіло має бути об’єктом JSON, наприклад {"email": "name@example.org"}.',
  'The account token is missing, has ended or has expired. Ask for a new link by e-mail.':
    'Токена облікового запису немає, його завершено або він застарів. Попросіть нове посилання електронною поштою.',
  'Too many mails were asked for from this address. Try again in {1} seconds.':
    'Із цієї адреси просили про забагато листів. Спробуйте ще раз за {1} с.',
  'No mail can go to {1} now: one that was sent there has no answer yet, or the answer that no more are wanted, and all addresses there may reach one person. Follow the link in that mail. If it is lost or went to a mistyped address, ask the city to release the domain: {2}':
    'До домену {1} зараз не можна надіслати листа: на один, надісланий туди, ще немає відповіді або у відповіді сказано, що листів більше не треба, а всі адреси цього домену можуть вести до однієї людини. Відкрийте посилання з того листа. Якщо його втрачено або в адресі була помилка, попросіть місто розблокувати домен: {2}',
  'No mail can go to {1} now: one that was sent there has no answer yet, or the answer that no more are wanted, and all addresses there may reach one person. Follow the link in that mail. If it is lost or went to a mistyped address, ask whoever runs this server to release the domain.':
    'До домену {1} зараз не можна надіслати листа: на один, надісланий туди, ще немає відповіді або у відповіді сказано, що листів більше не треба, а всі адреси цього домену можуть вести до однієї людини. Відкрийте посилання з того листа. Якщо його втрачено або в адресі була помилка, попросіть того, хто веде цей сервер, розблокувати домен.',
  'This link is not known here. Copy it whole, or ask for a new one.':
    'Це посилання тут невідоме. Скопіюйте його повністю або попросіть нове.',
  'This link has expired. Have it made anew.': 'Термін цього посилання минув. Попросіть поновити його.',
  'This link has not expired. Follow it.': 'Термін цього посилання не минув. Скористайтеся ним.',
  'This link was used already. Ask for a new one.': 'Це посилання вже використано. Попросіть нове.',
  'There is no key {1} here.': 'Тут немає ключа {1}.',
  'You have {1} test keys. Revoke one that you no longer need.':
    'У вас {1} тестових ключів. Відкличте той, який більше не потрібен.',
  'Key {1} has replaced key {2}, which still works. Revoke that one first, or let this one end at once.':
    'Ключ {1} замінив ключ {2}, який ще діє. Спершу відкличте його або завершіть цей одразу.',
  'You have {1} live keys. Revoke one that you no longer need.':
    'У вас {1} робочих ключів. Відкличте той, який більше не потрібен.',
  '{1} requests of yours wait for a decision. Wait for one of them.':
    '{1} ваших запитів чекають на рішення. Зачекайте на одне з них.',
  'purpose is missing. Say what the key is for: an operator decides by it.':
    'Немає purpose. Скажіть, для чого ключ: за цим вирішує оператор.',
  'origins is missing. Name the pages that the key is for, such as https://app.example.org.':
    'Немає origins. Назвіть сторінки, для яких ключ, наприклад https://app.example.org.',
  'origins has {1} in it, which is none. Write it as browsers send it, such as https://app.example.org.':
    'origins містить {1}, що не є джерелом сторінки. Запишіть його так, як надсилають браузери, наприклад https://app.example.org.',
  'Nobody has decided about this request yet.': 'Щодо цього запиту ще немає рішення.',
  'This request was refused. keys.list tells why.': 'Цей запит відхилено. Причину показує keys.list.',
  'The key of this request was taken already. Replace it by a new one if you have lost it.':
    'Ключ за цим запитом уже забрали. Якщо ви його втратили, замініть його новим.',
  'email is missing. Send an e-mail address such as name@example.org.':
    'Немає email. Надішліть адресу електронної пошти, таку як name@example.org.',
  '{1} is missing. Send what stands behind the = in the link of a mail.':
    'Немає {1}. Надішліть те, що стоїть після = у посиланні з листа.',
  '{1} must be what stands behind the = in the link of a mail.':
    '{1} має бути тим, що стоїть після = у посиланні з листа.',
  '{1} is missing. Send test, live or publishable.': 'Немає {1}. Надішліть test, live або publishable.',
  '{1} must be test, live or publishable.': '{1} має бути test, live або publishable.',
  '{1} is missing. Send a name by which you know the key, of at most 200 characters.':
    'Немає {1}. Надішліть назву, за якою впізнаєте ключ, до 200 знаків.',
  '{1} must be a name by which you know the key, of at most 200 characters.':
    '{1} має бути назвою, за якою впізнаєте ключ, до 200 знаків.',
  '{1} must be the origins of pages, at most ten, such as https://app.example.org.':
    '{1} має бути переліком джерел сторінок, не більше десяти, таких як https://app.example.org.',
  '{1} must be what the key is for, in at most 2,000 characters.':
    '{1} має казати, для чого ключ, не більше ніж у 2000 знаків.',
  '{1} is missing. Send a whole number of hours from 0 to 720.':
    'Немає {1}. Надішліть ціле число годин від 0 до 720.',
  '{1} must be a whole number of hours from 0 to 720.': '{1} має бути цілим числом годин від 0 до 720.',
  '{1} must be hour or day.': '{1} має бути hour або day.',
  'Key {1} has been replaced by key {2}. Rotate that one.': 'Ключ {1} замінено ключем {2}. Замініть той.',
  'Key {1} was revoked. Make a new one.': 'Ключ {1} відкликано. Створіть новий.',
  'Key {1} has expired. Make a new one.': 'Термін ключа {1} минув. Створіть новий.',
  'Other exports are running. Try again in {1} seconds.':
    'Триває вивантаження інших файлів. Спробуйте ще раз через {1} с.',
  'There are more calls than can be answered now. Try again in a second.':
    'Викликів зараз більше, ніж можна обслужити. Спробуйте ще раз за секунду.',
  'Too many submissions from this address. Try again in {1} seconds.':
    'Забагато звернень із цієї адреси. Спробуйте ще раз за {1} с.',
  'Too many submissions with this key. Try again in {1} seconds.':
    'Забагато звернень із цим ключем. Спробуйте ще раз за {1} с.',
  'Too many reports from this address. Try again in {1} seconds.':
    'Забагато скарг із цієї адреси. Спробуйте знову за {1} с.',
  'The body could not be read to its end.': 'Вміст не вдалося прочитати до кінця.',
  'The body is larger than 1 MB.': 'Вміст більший за 1 МБ.',
  'The Content-Encoding is not known. Use gzip, deflate, br or none.':
    'Невідоме Content-Encoding. Використайте gzip, deflate чи br або жодного.',
  'The body must be application/x-www-form-urlencoded, multipart/form-data or application/json, not {1}.':
    'Вміст має бути application/x-www-form-urlencoded, multipart/form-data або application/json, а не {1}.',
  'The Content-Type names no type. Send application/x-www-form-urlencoded, multipart/form-data or application/json.':
    'Content-Type не називає типу. Надішліть application/x-www-form-urlencoded, multipart/form-data або application/json.',
  'The body must be UTF-8, not {1}.': 'Вміст має бути в UTF-8, а не {1}.',
  'The body is not valid UTF-8.': 'Вміст не є правильним UTF-8.',
  'The multipart body is broken: a part or its end is missing.':
    'Вміст multipart пошкоджено: бракує частини або її кінця.',
  'The head of a part of the multipart body cannot be read: it has a control character in it, or is too long.':
    'Не вдалося прочитати заголовок частини тіла multipart: у ньому є керівний символ або він задовгий.',
  'There is no such picture here.': 'Тут немає такого зображення.',
  'The files together are larger than {1}.': 'Файли разом більші за {1}.',
  'The fields of the body are larger than 1 MB.': 'Поля вмісту більші за 1 МБ.',
  'There are too many parts. Send fewer.': 'Забагато частин. Надішліть менше.',
  '{1} is one file too many. At most {2} are taken.':
    '{1} — це на один файл забагато. Приймається щонайбільше {2}.',
  '{1} is larger than {2}.': '{1} більше за {2}.',
  '{1} is cut off: the end of the multipart body is missing.': '{1} обірвано: бракує кінця вмісту multipart.',
  '{1} is not valid UTF-8, or has U+FFFD in place of a letter.':
    '{1} не є правильним UTF-8 або має U+FFFD замість літери.',
  'media comes too often. At most {1} pictures are taken.':
    'media надано забагато разів. Приймається щонайбільше {1} зображень.',
  '{1} must be a picture: a file of a multipart form, or its bytes in base64.':
    '{1} має бути зображенням: файлом форми multipart або його байтами в base64.',
  '{1} cannot be opened. Send it as an ordinary JPEG.':
    'Не вдалося відкрити {1}. Надішліть це як звичайний JPEG.',
  '{1} is damaged or cut off. Send the whole picture.':
    '{1} пошкоджено або обірвано. Надішліть ціле зображення.',
  '{1} is empty.': '{1} порожнє.',
  '{1} is no picture that is taken here. Send JPEG, PNG, WebP or GIF.':
    '{1} не є зображенням, яке тут приймається. Надішліть JPEG, PNG, WebP або GIF.',
  '{1} is too large for its kind. Send a smaller one, or an ordinary JPEG.':
    '{1} завелике як на свій вид. Надішліть менше або звичайний JPEG.',
  '{1} has more than {2} pixels. Send a smaller one.': '{1} має понад {2} пікселів. Надішліть менше.',
  'The name of a field is not valid UTF-8: {1}.': 'Назва поля не є правильним UTF-8: {1}.',
  '{1} is not valid UTF-8.': '{1} не є правильним UTF-8.',
  '{1} is not valid percent-encoded UTF-8.': '{1} не є правильним UTF-8 у відсотковому записі.',
  'The body is not valid JSON.': 'Вміст не є правильним JSON.',
  'The body must be a JSON object such as {"service_code": "POTHOLE"}.':
    'Вміст має бути об’єктом JSON, наприклад {"service_code": "POTHOLE"}.',
  'There are more than {1} fields. Send fewer.': 'Понад {1} полів. Надішліть менше.',
  '{1} contains a control character or half of a character. Remove it.':
    '{1} містить керівний символ або половину символу. Вилучіть його.',
  '{1} is given twice with different values. Send it once.':
    '{1} надано двічі з різними значеннями. Надішліть один раз.',
  'jurisdiction_id is given twice with different values, in the query and in the body. Send it once.':
    'jurisdiction_id надано двічі з різними значеннями: в адресі та у вмісті. Надішліть один раз.',
  '{1} cannot be read. Write attribute[CODE]=value.':
    'Не вдалося прочитати {1}. Напишіть attribute[КОД]=значення.',
  'attribute has a code of more than {1} characters.': 'attribute має код, довший за {1} символів.',
  'attribute has more than {1} codes that {2} does not ask for.':
    'attribute має понад {1} кодів, про які {2} не питає.',
  'api_key is missing. Submitting needs an API key.': 'Бракує api_key. Для звернень потрібен ключ API.',
  'api_key is not known here.': 'Цей api_key тут невідомий.',
  'api_key is missing. A list of own cases needs the key that they came with.':
    'Бракує api_key. Для списку власних звернень потрібен ключ, з яким їх надіслано.',
  'api_key is for pages in browsers, and this call has no Origin. A program needs a key that begins with sp_live_.':
    'Цей api_key призначено для сторінок у браузерах, а цей виклик не має заголовка Origin. Програмі потрібен ключ, який починається з sp_live_.',
  'api_key is not for pages of {1}. Whoever runs this server can add them: signpost keys set {2} --add-origin {3}':
    'Цей api_key не для сторінок з {1}. Додати їх може той, хто утримує цей сервер: signpost keys set {2} --add-origin {3}',
  'api_key is not for pages of the origin "{1}", and cannot be. Open the page at an http or https address.':
    'Цей api_key не для сторінок із джерела «{1}» і не може бути. Відкрийте сторінку за адресою http або https.',
  'api_key is for pages in browsers. It may submit cases and support them. An update needs a key that begins with sp_live_.':
    'Цей api_key призначено для сторінок у браузерах. Він може подавати звернення та підтримувати їх. Для оновлення потрібен ключ, який починається з sp_live_.',
  'outline must be true or false.': 'outline має бути true або false.',
  'own must be true or false.': 'own має бути true або false.',
  'api_key was revoked.': 'Цей api_key відкликано.',
  'api_key has expired.': 'Термін дії api_key минув.',
  'api_key is not for {1}.': 'Цей api_key не для {1}.',
  'api_key is a test key. It works in the sandbox, below /open311/test/v2 or /open311/{jurisdiction_id}/test/v2. Submitting here needs a live key, which begins with sp_live_.':
    'Цей api_key є тестовим ключем. Він діє в пісочниці, нижче /open311/test/v2 або /open311/{jurisdiction_id}/test/v2. Тут потрібен робочий ключ, який починається з sp_live_.',
  'api_key is a live key. It works below /open311/v2 or /open311/{jurisdiction_id}/v2. The sandbox needs a test key, which begins with sp_test_.':
    'Цей api_key є робочим ключем. Він діє нижче /open311/v2 або /open311/{jurisdiction_id}/v2. Пісочниці потрібен тестовий ключ, який починається з sp_test_.',
  'The sandbox answers {1}, as the description asks for.':
    'Пісочниця відповідає {1}, про що просить description.',
  'api_key may not do this. It needs the scope {1}.': 'Цей api_key не має такого права. Потрібен обсяг: {1}.',
  'Submissions are taken over https only. Send this one again to the https address.':
    'Звернення приймаються лише через https. Надішліть його ще раз на адресу https.',
  'A submission with this Idempotency-Key is in progress. Send it again in a second.':
    'Звернення з цим Idempotency-Key саме приймається. Надішліть його знову за секунду.',
  'This Idempotency-Key was used for a submission with other fields. Use a new key for a new submission.':
    'Цей Idempotency-Key використано для звернення з іншими полями. Для нового звернення візьміть новий ключ.',
  'jurisdiction_id {1} is not served here.': 'jurisdiction_id {1} тут не обслуговується.',
  'jurisdiction_id {1} is not served at this address, which is that of {2}.':
    'jurisdiction_id {1} не обслуговується за цією адресою, яка належить {2}.',
  'No jurisdiction is served here yet.': 'Тут ще немає жодного міста.',
  'jurisdiction_id is missing. Served here: {1}. Example: {2}':
    'Бракує jurisdiction_id. Тут обслуговуються: {1}. Приклад: {2}',
  'There is no service {1} here.': 'Тут немає послуги {1}.',
  'service_code {1} is not known here. services.json lists all codes.':
    'service_code {1} тут невідомий. Усі коди є в services.json.',
  'There is no request {1} here.': 'Тут немає звернення {1}.',
  '{1} seems to be mistyped: its last digit does not go with the others. Please compare it once more.':
    '{1} схоже на помилку: остання цифра не відповідає іншим. Будь ласка, порівняйте ще раз.',
  'This token is not known here.': 'Цей токен тут невідомий.',
  '{1} is not offered at this place. services.json with lat and long lists what is.':
    'Цієї послуги немає в цьому місці: {1}. services.json з lat і long показує, що є.',
  'lat and long are outside the area that {1} serves.':
    'lat і long поза межами території, яку обслуговує {1}.',
  '{1} is missing. lat and long go together.': 'Бракує {1}. lat і long подаються разом.',
  'A place is missing. Send lat and long, or address_string.':
    'Бракує місця. Надішліть lat і long або address_string.',
  'service_code is missing. Send a code from services.json, for example POTHOLE.':
    'Бракує service_code. Надішліть код із services.json, наприклад POTHOLE.',
  '{1} must be a code from services.json, for example POTHOLE.':
    '{1} має бути кодом із services.json, наприклад POTHOLE.',
  '{1} must be a latitude from -90 to 90 such as 51.1079.':
    '{1} має бути широтою від -90 до 90, наприклад 51.1079.',
  '{1} must be a longitude from -180 to 180 such as 17.0385.':
    '{1} має бути довготою від -180 до 180, наприклад 17.0385.',
  '{1} must be an e-mail address such as name@example.org.':
    '{1} має бути адресою e-mail, наприклад name@example.org.',
  '{1} must be an http or https address of at most 2,000 characters and without a password, at most ten of them.':
    '{1} має бути адресою http або https, щонайбільше 2000 символів і без пароля, не більше десяти адрес.',
  'reason is missing. Send abusive, personal_data, spam, wrong_place or other.':
    'Бракує reason. Надішліть abusive, personal_data, spam, wrong_place або other.',
  '{1} must be abusive, personal_data, spam, wrong_place or other.':
    '{1} має бути одним із: abusive, personal_data, spam, wrong_place або other.',
  '{1} must be answers by code: attribute[CODE]=value.':
    '{1} має містити відповіді за кодом: attribute[КОД]=значення.',
  '{1} must be 1 to 255 visible ASCII characters.': '{1} має містити від 1 до 255 видимих символів ASCII.',
  '{1} must be a distance in metres from 1 to 100000.': '{1} має бути відстанню в метрах від 1 до 100000.',
  '{1} must be a whole number from 1, such as 50.': '{1} має бути цілим числом від 1, наприклад 50.',
  '{1} must be the number of a page: 1, 2, 3.': '{1} має бути номером сторінки: 1, 2, 3.',
  'bbox is missing. Send west,south,east,north in degrees, such as 16.8,51.0,17.2,51.2.':
    'Бракує bbox. Надішліть захід,південь,схід,північ у градусах, наприклад 16.8,51.0,17.2,51.2.',
  'zoom is missing. Send a whole number from 0 to 22, such as 12.':
    'Бракує zoom. Надішліть ціле число від 0 до 22, наприклад 12.',
  'zoom must be a whole number from 0 to 22, such as 12.':
    'zoom має бути цілим числом від 0 до 22, наприклад 12.',
  'q is missing. Send what is looked for, such as Main Street.':
    'Бракує q. Надішліть те, що шукаєте, наприклад вулиця Свідницька.',
  '{1} must be requested_datetime or updated_datetime, with - before it for the latest first.':
    '{1} має бути requested_datetime або updated_datetime, з - на початку, щоб новіші були першими.',
  '{1} must be a decimal number.': '{1} має бути десятковим числом.',
  '{1} must be string.': '{1} має бути текстом.',
  '{1} is missing.': 'Бракує {1}.',
  '{1} is missing. {2}': 'Бракує {1}. {2}',
  '{1} is longer than {2} characters.': '{1} довше за {2} символів.',
  '{1} has more than {2} values.': '{1} має понад {2} значень.',
  '{1} takes one answer only.': '{1} приймає лише одну відповідь.',
  '{1} must be a number such as 12 or 3.5.': '{1} має бути числом, наприклад 12 або 3.5.',
  '{1} must be a time such as 2026-03-01T09:30:00Z.': '{1} має бути часом, наприклад 2026-03-01T09:30:00Z.',
  'q must have a word or a number to look for.': 'q має містити слово або число для пошуку.',
  '{1} must be one line.': '{1} має бути одним рядком.',
  '{1} must be one of {2}.': '{1} має бути одним зі значень: {2}.',
  '{1} must be some of {2}.': '{1} має складатися зі значень: {2}.',
  '{1} must be a time such as 2026-03-01T09:30:00Z or a date such as 2026-03-01.':
    '{1} має бути часом, наприклад 2026-03-01T09:30:00Z, або датою, наприклад 2026-03-01.',
  '{1} is before {2}.': '{1} раніше за {2}.',
  'start_date and end_date are more than {1} days apart. Ask for a shorter span.':
    'start_date і end_date розділяє понад {1} днів. Запитайте коротший період.',
  'status must be open, closed or both, separated by a comma.':
    'status має бути open, closed або обидва, через кому.',
  'updated_after is too old: start again. What was withdrawn is known for {1} days.':
    'updated_after задавнє: почніть спочатку. Про вилучені звернення відомо {1} днів.',
  'This cursor was not made for this list. Follow the Link header as it is, with every parameter.':
    'Цей cursor не від цього списку. Використайте заголовок Link без змін, з усіма параметрами.',
  'page and cursor exclude each other. Follow the cursor alone.':
    'page і cursor несумісні. Використайте лише cursor.',
  'page is deeper than {1} cases. Follow the Link header instead.':
    'page глибше за {1} звернень. Використайте заголовок Link.',
  'radius needs lat and long.': 'radius потребує lat і long.',
  'bbox must be west,south,east,north in degrees, such as 16.8,51.0,17.2,51.2.':
    'bbox має бути захід,південь,схід,північ у градусах, наприклад 16.8,51.0,17.2,51.2.',
  'bbox must be west,south,east,north in degrees, such as 16.8,51.0,17.2,51.2. Longitudes go from -180 to 180, latitudes from -90 to 90.':
    'bbox має бути захід,південь,схід,північ у градусах, наприклад 16.8,51.0,17.2,51.2. Довготи від -180 до 180, широти від -90 до 90.',
  'update_id was used for another case. Use an id of its own for every update.':
    'Цей update_id уже стосувався іншого звернення. Кожне оновлення потребує власного.',
  'The case {1} is closed and takes no supporters. If it is there again, submit a new one.':
    'Звернення {1} закрите й не приймає підтримки. Якщо проблема повернулася, надішліть нове.',
  'The case {1} is closed as a duplicate of {2}. Support that one.':
    'Звернення {1} закрите як повтор {2}. Підтримайте те.',
  'This city takes no comments. api_key needs the scope update.':
    'Це місто не приймає коментарів. api_key потребує обсягу update.',
  'status must be one that partners know, such as open, in_progress, fixed, closed or unchanged.':
    'status має бути одним із відомих партнерам, наприклад open, in_progress, fixed, closed або unchanged.',
  'bbox is inside out: its south lies north of its north.':
    'bbox навиворіт: його південь північніше за північ.',
};
