# В чем языковые версии текстов рабочей группы расходятся.
heading-paragraph = абзац
heading-difference = расхождение
flag-missing = нет текста, или другими буквами
flag-number = число
flag-date = дата
flag-country = страна
flag-region = регион
flag-organisation = организация
flag-office = должность
flag-person = лицо
flag-modality = степень обязательности
flag-settled = снято: { $reason }
flag-not-said = — не сказано —
count-flags =
    { $count ->
        [0] языковые версии согласуются
        [one] открыто { $count } расхождение
        [few] открыто { $count } расхождения
        [many] открыто { $count } расхождений
       *[other] открыто { $count } расхождения
    }
