# وہ الفاظ جو تمام صفحات اور احکام میں مشترک ہیں۔
list-separator = {"، "}
list-last-separator = {" اور "}
nothing = کوئی نہیں
unknown = نامعلوم
yes = ہاں
no = نہیں

language-en = انگریزی
language-ru = روسی
language-ur = اردو

count-entries =
    { $count ->
        [one] { $count } اندراج
       *[other] { $count } اندراجات
    }
count-lists =
    { $count ->
        [one] { $count } فہرست
       *[other] { $count } فہرستیں
    }
count-subjects =
    { $count ->
        [one] { $count } زیرِ جانچ فریق
       *[other] { $count } زیرِ جانچ فریق
    }
count-alerts =
    { $count ->
        [0] کوئی انتباہ نہیں
        [one] { $count } انتباہ
       *[other] { $count } انتباہات
    }
count-matches =
    { $count ->
        [0] کوئی مطابقت نہیں
        [one] { $count } مطابقت
       *[other] { $count } مطابقتیں
    }
count-faults =
    { $count ->
        [0] کوئی نقص نہیں
        [one] { $count } نقص
       *[other] { $count } نقائص
    }

schema-person = فرد
schema-organization = تنظیم
schema-company = کمپنی
schema-publicbody = سرکاری ادارہ
schema-legalentity = فرد یا ادارہ
schema-vessel = بحری جہاز
schema-airplane = ہوائی جہاز
schema-cryptowallet = کرپٹو والٹ
schema-security = مالیاتی تمسک
schema-thing = دیگر شے

# رسم الخط، آئی ایس او 15924 کے کوڈ کے مطابق۔
script-arab = عربی رسم الخط
script-armn = آرمینیائی رسم الخط
script-beng = بنگالی رسم الخط
script-cyrl = سیریلی رسم الخط
script-deva = دیوناگری
script-ethi = حبشی رسم الخط
script-geor = جارجیائی رسم الخط
script-grek = یونانی رسم الخط
script-gujr = گجراتی رسم الخط
script-guru = گورمکھی
script-hang = ہنگل
script-hani = چینی حروف
script-hans = سادہ چینی حروف
script-hant = روایتی چینی حروف
script-hebr = عبرانی رسم الخط
script-hira = ہیراگانا
script-jpan = جاپانی رسم الخط
script-kana = کاتاکانا
script-khmr = خمیر رسم الخط
script-knda = کنڑ رسم الخط
script-kore = کوریائی رسم الخط
script-laoo = لاؤ رسم الخط
script-latn = لاطینی رسم الخط
script-mlym = ملیالم رسم الخط
script-mymr = برمی رسم الخط
script-sinh = سنہالی رسم الخط
script-taml = تمل رسم الخط
script-telu = تیلگو رسم الخط
script-thaa = تھانہ رسم الخط
script-thai = تھائی رسم الخط
script-tibt = تبتی رسم الخط
script-zyyy = مشترک علامات
script-zzzz = نامعلوم رسم الخط
