# کنسول: جانچ کے لیے فائلیں۔
console-uploads = اپ لوڈ
console-uploads-title = فائل کی جانچ
console-upload = اپ لوڈ کی گئی فائل
console-upload-send = فائل بھیجیں
console-upload-file = فائل
console-upload-file-about = عنوانات کے ساتھ CSV، یا ہر سطر میں ایک JSON آبجیکٹ۔
console-upload-largest =
    { $count ->
        [one] زیادہ سے زیادہ { $count } MiB۔
       *[other] زیادہ سے زیادہ { $count } MiB۔
    }
console-upload-lasting = نمبر مستقل ہیں
console-upload-lasting-about = فائل کے شناختی نمبر گاہکوں کے نمبر ہیں: آئندہ جانچ انہی سے اسی فرد کو پہچانے گی۔
console-upload-do = بھیجیں اور جانچیں
console-upload-about = جانچ تک فائل مہر بند رہتی ہے اور حصہ بہ حصہ مٹا دی جاتی ہے۔ جن کی مطابقت نہ نکلے ان کا صرف شمار باقی رہتا ہے۔
console-upload-jobs = اس شعبے کی اپ لوڈ فائلیں
console-uploads-none = ابھی کوئی فائل اپ لوڈ نہیں ہوئی
console-uploads-none-about = یہاں بھیجی گئی فائل کی جانچ انتظار کے بغیر ہوتی رہتی ہے؛ مطابقتیں انتباہ کھولتی ہیں۔
console-upload-sent = ارسال
console-upload-rows = سطریں
console-upload-screened = جانچی گئیں
console-upload-matched = مطابقت والی
console-upload-alerts = کھلے انتباہات
console-upload-suppressed = مستثنیٰ
console-upload-lost = ضائع سطریں
console-upload-lost-about = ان سطروں کی جانچ نہیں ہوئی۔ درست کر کے دوبارہ بھیجیے۔
console-upload-progress = جانچ کی پیش رفت
console-upload-refresh = تازہ صورتِ حال دکھائیں
console-upload-stop = جانچ روک دیں
console-upload-error = جانچ خرابی کے باعث ترک کر دی گئی۔ اس وقت تک کا نتیجہ محفوظ ہے۔
console-upload-results = کیا ملا
console-upload-csv = CSV میں حاصل کریں
console-upload-nothing-about = اب تک جانچی گئی سطروں میں کوئی مطابقت نہیں۔
console-upload-outcome = نتیجہ
console-upload-alert = انتباہ
console-upload-to-alert = انتباہ کھولیں
console-upload-pages = نتائج کے صفحات
console-job-receiving = موصول ہو رہی ہے
console-job-running = جانچ جاری
console-job-finished = مکمل
console-job-failed = ترک
console-job-cancelled = روک دی گئی
console-outcome-alerted = انتباہ
console-outcome-known = معلوم حقیقی مطابقت
console-outcome-suppressed = مستثنیٰ
console-outcome-gone = اب فہرست میں نہیں
console-trouble-no-file = پہلے فائل منتخب کیجیے۔
console-trouble-file = فائل قبول نہیں ہوئی اور اس میں سے کچھ محفوظ نہیں کیا گیا: { $what }
console-said-uploaded = فائل موصول ہوئی اور جانچ جاری ہے۔
console-said-stopped = جانچ روک دی گئی۔ اس وقت تک جو ملا وہ محفوظ ہے۔
