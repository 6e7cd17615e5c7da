# Консоль: файлы для проверки.
console-uploads = Загрузка
console-uploads-title = Проверка файла
console-upload = Загруженный файл
console-upload-send = Отправить файл
console-upload-file = Файл
console-upload-file-about = CSV с заголовком или по одному объекту JSON в строке.
console-upload-largest =
    { $count ->
        [one] Не более { $count } МиБ.
        [few] Не более { $count } МиБ.
        [many] Не более { $count } МиБ.
       *[other] Не более { $count } МиБ.
    }
console-upload-lasting = Номера постоянны
console-upload-lasting-about = Идентификаторы в файле — номера клиентов: по ним последующие проверки найдут то же лицо.
console-upload-do = Отправить и проверить
console-upload-about = До проверки файл хранится запечатанным и удаляется по частям. О тех, с кем совпадений нет, остается лишь число.
console-upload-jobs = Загрузки этого направления
console-uploads-none = Загрузок пока нет
console-uploads-none-about = Отправленный файл проверяется в фоновом режиме; совпадения открывают сигналы.
console-upload-sent = Отправлен
console-upload-rows = Строк
console-upload-screened = Проверено
console-upload-matched = С совпадениями
console-upload-alerts = Открыто сигналов
console-upload-suppressed = Подавлено
console-upload-lost = Потеряно строк
console-upload-lost-about = Эти строки не проверены. Исправьте их и отправьте снова.
console-upload-progress = Ход проверки
console-upload-refresh = Обновить сведения
console-upload-stop = Остановить проверку
console-upload-error = Проверка прекращена из-за ошибки. Уже проверенное сохранено.
console-upload-results = Что найдено
console-upload-csv = Скачать в CSV
console-upload-nothing-about = Среди проверенных строк совпадений пока нет.
console-upload-outcome = Результат
console-upload-alert = Сигнал
console-upload-to-alert = Открыть сигнал
console-upload-pages = Страницы результатов
console-job-receiving = принимается
console-job-running = проверяется
console-job-finished = завершена
console-job-failed = прекращена
console-job-cancelled = остановлена
console-outcome-alerted = сигнал
console-outcome-known = известное совпадение
console-outcome-suppressed = подавлено
console-outcome-gone = больше не в перечне
console-trouble-no-file = Сначала выберите файл.
console-trouble-file = Файл не принят, ничего из него не сохранено: { $what }
console-said-uploaded = Файл принят, идет проверка.
console-said-stopped = Проверка остановлена. Найденное до этого сохранено.
