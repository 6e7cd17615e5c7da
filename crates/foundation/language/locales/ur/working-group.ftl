# ورکنگ گروپ کے متن کے لسانی نسخے کہاں مختلف ہیں۔
heading-paragraph = پیراگراف
heading-difference = اختلاف
flag-missing = متن نہیں، یا دوسرے رسم الخط میں
flag-number = عدد
flag-date = تاریخ
flag-country = ملک
flag-region = خطہ
flag-organisation = تنظیم
flag-office = عہدہ
flag-person = شخص
flag-modality = پابندی کا درجہ
flag-settled = طے شدہ: { $reason }
flag-not-said = — مذکور نہیں —
count-flags =
    { $count ->
        [0] تمام زبانوں کا متن یکساں ہے
        [one] { $count } اختلاف حل طلب ہے
       *[other] { $count } اختلافات حل طلب ہیں
    }
