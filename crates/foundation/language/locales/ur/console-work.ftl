# کنسول: معاملات، اپنے اندراجات، استثنا، نگرانی، کئی انتباہات پر ایک ساتھ فیصلہ۔
console-to-screen = جانچ
console-cases = معاملات
console-own-entries = اپنے اندراجات
console-suppressions = استثنا
console-monitoring = نگرانی
console-menu = مینو

console-all = تمام
console-filter = کیا دکھایا جائے
console-alerts = انتباہات
console-when = کب
console-size = حجم
console-size-bytes = { $size } بائٹ
console-size-kilobytes = { $size } کلوبائٹ
console-size-megabytes = { $size } میگابائٹ
console-last-day = آخری دن
console-days-left =
    { $count ->
        [0] آج آخری دن ہے
        [one] { $count } دن باقی
       *[other] { $count } دن باقی
    }
console-none-chosen = درج نہیں
console-ending-soon = جلد ختم ہونے والے
console-awaiting-approval = دوسرے فرد کی منظوری کے منتظر
console-propose = تجویز کریں
console-second-person = دوسرے فرد کی منظوری پر نافذ ہوگا۔
console-nobody-yet = ابھی کوئی نہیں

console-said-case-opened = معاملہ کھول دیا گیا۔
console-said-case-written = تبدیلی معاملے میں درج ہو گئی۔
console-said-file-added = فائل معاملے میں شامل ہو گئی۔
console-said-put-into-case = انتباہ اس معاملے میں شامل ہو گیا۔
console-said-taken-from-case = انتباہ معاملے سے نکال دیا گیا؛ قطار میں موجود رہے گا۔
console-said-case-closed = معاملہ بند کر دیا گیا۔
console-said-case-reopened = معاملہ دوبارہ کھول دیا گیا۔
console-said-waits = تجویز درج ہو گئی۔ دوسرے فرد کی منظوری پر نافذ ہوگی۔
console-said-stands = منظور ہو کر نافذ ہو گیا۔
console-said-turned-down = تجویز ختم کر دی گئی؛ کچھ تبدیل نہیں ہوا۔
console-said-unsilenced = استثنا واپس لے لیا گیا: اس جوڑے پر دوبارہ انتباہ ہوگا۔
console-said-registered = فریق کی نگرانی شروع ہو گئی۔ پہلی جانچ میں کوئی انتباہ نہیں کھلا۔
console-said-registered-alerted = فریق کی نگرانی شروع ہو گئی۔ پہلی جانچ سے نیچے درج انتباہ کھلا ہے۔
console-said-monitoring-ended = اس فریق کی نگرانی ختم کر دی گئی۔

console-trouble-record-changed = آپ کے دیکھنے کے دوران کسی اور نے اس میں تبدیلی کر دی۔ موجودہ صورت دکھائی گئی ہے؛ آپ کی تحریر محفوظ ہے۔ دوبارہ دیکھ لیجیے۔
console-trouble-last-day = آخری دن آج سے پہلے کا نہ ہو اور قواعد کی حد سے آگے کا نہ ہو۔
console-trouble-no-basis = قانونی بنیاد بیان کیجیے؛ اس کے بغیر کچھ محفوظ نہیں کیا جاتا۔
console-trouble-no-title = چند الفاظ میں بتائیے کہ معاملہ کس بارے میں ہے۔
console-trouble-no-note = پہلے کچھ تحریر کیجیے۔
console-trouble-empty-file = ایسی فائل منتخب کیجیے جو خالی نہ ہو۔
console-trouble-large-file = فائل بہت بڑی ہے۔ چھوٹی فائل شامل کیجیے۔
console-trouble-no-reference = وہ مستقل حوالہ درج کیجیے جس سے آپ اس فریق کو پہچانتے ہیں۔
console-trouble-not-monitored = اس شعبے میں اس حوالے کا کوئی فریق زیرِ نگرانی نہیں۔
console-trouble-unread-entry = درج کردہ معلومات کا کچھ حصہ پڑھا نہ جا سکا۔ تاریخ اور نمبر جانچ لیجیے۔
console-trouble-all-changed = منتخب کردہ تمام انتباہات اس دوران بدل چکے یا طے ہو چکے ہیں۔ موجودہ صورت دکھائی گئی ہے۔

console-figure-own-cases = آپ کے زیرِ کار معاملات
console-figure-cases = زیرِ کار معاملات
console-figure-own-entries = منظوری طلب اندراجات
console-figure-suppressions = منظوری طلب استثنا
console-figure-ending = جلد ختم ہونے والے استثنا
console-figure-monitored = زیرِ نگرانی فریق
console-beside-alerts = انتباہات کے علاوہ

console-count-cases =
    { $count ->
        [0] کوئی معاملہ نہیں
        [one] { $count } معاملہ
       *[other] { $count } معاملات
    }
console-cases-empty-about = اس انتخاب میں کوئی معاملہ نہیں۔ معاملے میں باہم متعلق انتباہات، نوٹ اور فائلیں یکجا ہوتی ہیں۔
console-new-case = نیا معاملہ
console-open-case = زیرِ کار معاملہ
console-open-case-do = معاملہ کھولیں
console-case-title = موضوع
console-case-title-about = چند الفاظ میں، افراد کے نام کے بغیر۔
console-opened-by = کس نے کھولا
console-case-assigned = سپرد بنام
console-case-opened = آغاز
console-case-unassigned = کسی کے سپرد نہیں
console-case-result = نتیجہ
console-new-note = نیا نوٹ
console-note-stays = نوٹ بدلا نہیں جاتا؛ بعد کا نوٹ پہلے کی تصحیح کر سکتا ہے۔
console-write-note = نوٹ درج کریں
console-correct-note = کسی نوٹ کی تصحیح
console-corrects = تصحیح برائے:
console-case-no-alerts = اس معاملے میں کوئی انتباہ نہیں
console-case-no-alerts-about = انتباہ اپنے صفحے سے معاملے میں شامل کیا جاتا ہے۔
console-take-out = نکالیں
console-count-files =
    { $count ->
        [0] کوئی فائل نہیں
        [one] { $count } فائل
       *[other] { $count } فائلیں
    }
console-case-no-files = اس معاملے میں کوئی فائل نہیں
console-added-by = کس نے شامل کی
console-add-file = فائل شامل کریں
console-add-file-do = شامل کریں
console-add-file-about = زیادہ سے زیادہ { $size }۔ فائل مہر بند رہتی ہے، اور اسے کھولنے والے کا اندراج آڈٹ کے روزنامچے میں ہوتا ہے۔
console-close-case = معاملہ بند کرنا
console-close-case-do = بند کریں
console-close-case-about = کارروائی کا حاصل۔ بند معاملے میں کچھ درج نہیں ہوتا۔
console-reopen-case = معاملہ دوبارہ کھولنا
console-reopen-case-do = دوبارہ کھولیں
console-rename-case = موضوع بدلیں
console-export-case = معاملہ برآمد کریں
console-export-case-about = ایک دبی ہوئی فائل میں انتباہات، فیصلے، نوٹ، فائلیں اور ان کے ہیش۔ برآمدگی کا اندراج آڈٹ کے روزنامچے میں ہوتا ہے۔
console-in-no-case = کسی معاملے میں نہیں
console-put-into-case = معاملے میں شامل کریں
console-put-elsewhere = دوسرے معاملے میں شامل کریں
console-put = شامل کریں

console-step-opened = معاملہ کھولا گیا
console-step-closed = معاملہ بند کیا گیا
console-step-reopened = معاملہ دوبارہ کھولا گیا
console-step-note = نوٹ
console-step-correction = تصحیح
console-step-file = فائل شامل کی گئی
console-step-took = انتباہ معاملے میں شامل کیا گیا
console-step-let-go = انتباہ معاملے سے نکالا گیا
console-step-assigned = سپرد کیا گیا
console-step-unassigned = سپردگی ختم کی گئی
console-step-renamed = موضوع بدلا گیا؛ سابقہ:

console-own-entry = اپنا اندراج
console-own-entries-about = اس مرکز کے اپنے اندراجات۔ یہاں دو افراد کی منظوری کے بغیر کچھ نافذ نہیں، اور کچھ بھی ہمیشہ کے لیے نہیں۔
console-own-entries-empty-about = اس انتخاب میں کوئی اپنا اندراج نہیں۔
console-count-own-entries =
    { $count ->
        [0] کوئی اندراج نہیں
        [one] { $count } اندراج
       *[other] { $count } اندراجات
    }
console-last-change = آخری تبدیلی
console-own-new = نیا اندراج
console-own-change = اندراج میں تبدیلی
console-own-change-do = تبدیلی تجویز کریں
console-own-removal = اندراج کا اخراج
console-own-removal-do = اخراج تجویز کریں
console-own-removal-about = دوسرے فرد کی منظوری تک اندراج نافذ رہے گا۔
console-own-removal-waits = اس اندراج کے اخراج کی تجویز ہے۔ دوسرے فرد کی منظوری تک یہ نافذ ہے۔
console-own-content = اندراج کا متن
console-own-entry-id = فہرست میں شناخت
console-as-it-stands = نافذ صورت
console-as-it-stood = آخری نافذ صورت
console-as-proposed = تجویز کردہ صورت
console-difference = فرق
console-changed = تبدیل
console-own-form-about = وہ کوائف درج کیجیے جن سے فریق پہچانا جائے۔ کوائف جتنے زیادہ ہوں گے، دوسروں پر شبہ اتنا کم ہوگا۔
console-aliases = دیگر نام
console-one-a-line = ہر سطر میں ایک، کسی بھی رسم الخط میں۔
console-more-names = سابقہ نام اور کمزور عرفیتیں
console-former-names = سابقہ نام
console-weak-names = کمزور عرفیتیں
console-weak-names-about = وہ عرفیتیں جو بہت سے لوگوں کی ہیں۔ ہر سطر میں ایک۔
console-born-partial-about = { $day }، یا صرف { $month } یا 1971۔
console-number-kind = نمبر کی قسم
console-own-until-about = آج سے زیادہ سے زیادہ تین سال؛ دوبارہ تجویز کیا جا سکتا ہے۔

console-count-suppressions =
    { $count ->
        [0] کوئی استثنا نہیں
        [one] { $count } استثنا
       *[other] { $count } استثنا
    }
console-suppressions-empty-about = استثنا اس انتباہ کے صفحے پر تجویز ہوتا ہے جسے غلط انتباہ قرار دیا گیا ہو۔
console-what-is-silenced = کیا مستثنیٰ ہے
console-rests-on = بنیاد
console-rests-on-alert = اس انتباہ کا فیصلہ
console-fingerprint = نقشِ کوائف
console-fingerprint-about = فریق کے کوائف سے بنا ایک عدد۔ کوائف بدلیں تو یہ بھی بدل جاتا ہے، اور جوڑے پر دوبارہ انتباہ ہوتا ہے۔
console-silence = دوبارہ انتباہ نہ دیا جائے
console-silence-about = استثنا کے نافذ رہنے تک اس فریق اور اس اندراج پر دوبارہ انتباہ نہیں ہوتا۔ کسی بھی جانب کے کوائف بدلنے پر یہ خود ختم ہو جاتا ہے۔
console-silence-do = استثنا تجویز کریں
console-unsilence = استثنا واپس لینا
console-unsilence-do = واپس لیں
console-unsilence-about = دوبارہ جانچ کے لیے ایک فرد کافی ہے۔

console-monitoring-about = زیرِ نگرانی فریقوں کی جانچ فہرست کی ہر تبدیلی پر دوبارہ ہوتی ہے۔
console-last-screened = آخری جانچ
console-never = کبھی نہیں
console-lists-behind = فہرستیں جن کی تبدیلیاں ابھی شامل نہیں
console-find = تلاش کریں
console-register = فریق کا نگرانی میں اندراج
console-register-do = درج کریں اور جانچیں
console-register-about = فریق کی جانچ فوراً ہوتی ہے، اور پھر فہرست کی ہر تبدیلی پر۔
console-reference-lasts = مثلاً گاہک کا نمبر۔ یہ مستقل ہونا چاہیے: فریق اسی سے پہچانا جاتا ہے۔
console-last-day-monitored = نگرانی کا آخری دن
console-count-subjects =
    { $count ->
        [0] کوئی فریق نہیں
        [one] { $count } فریق
       *[other] { $count } فریق
    }
console-monitoring-empty-about = اس شعبے میں کوئی زیرِ نگرانی نہیں۔ اوپر ایک فریق درج کیجیے، یا پروگرامی رابطے کے ذریعے بہت سے ایک ساتھ۔
console-their-reference = حوالہ
console-registered = اندراجِ نگرانی
console-monitored = زیرِ نگرانی
console-monitoring-ended = نگرانی ختم
console-monitored-subject = زیرِ نگرانی فریق
console-monitored-no-alerts-about = کسی فہرست میں کافی قریب کا کوئی اندراج نہیں ملا۔
console-data-screened = زیرِ جانچ کوائف
console-changes-brought = فہرستوں کی تبدیلیوں سے کیا ہوا
console-no-changes = فہرستوں کی کسی تبدیلی کا ابھی کسی سے تعلق نہیں نکلا
console-no-changes-about = جب نکلے گا تو یہاں کھلنے والے انتباہات کے ساتھ درج ہوگا۔
console-trigger = سبب
console-subjects-screened = دیکھے گئے فریق
console-alerts-opened = کھلے انتباہات
console-silenced-matches = مستثنیٰ
console-reach = ہر فہرست کہاں تک پہنچی
console-reached = شامل ہو گئی
console-on-its-way = ابھی شامل نہیں
console-end-monitoring = نگرانی ختم کرنا
console-end-monitoring-do = ختم کریں
console-end-monitoring-about = فریق کی مزید جانچ نہیں ہوگی۔ اس کے انتباہات جوں کے توں رہیں گے۔

console-together = ایک ساتھ فیصلہ
console-together-do = منتخب پر فیصلہ
console-together-about = سب کے لیے ایک فیصلہ اور ایک وجہ۔ حقیقی مطابقت یا منجمد کرنے کا فیصلہ اس طرح نہیں ہوتا۔
console-together-reason-about = یہ ہر فیصلے کے ساتھ محفوظ ہوتی ہے۔
console-together-next = نتیجہ پہلے دیکھیں
console-together-confirm = نتیجہ کیا ہوگا
console-together-decide =
    { $count ->
        [one] { $count } انتباہ پر فیصلہ کریں
       *[other] { $count } انتباہات پر فیصلہ کریں
    }
console-together-back = واپس
console-decided-at-once =
    { $count ->
        [0] فوراً کسی پر فیصلہ نہیں ہوگا
        [one] { $count } پر فوراً فیصلہ ہوگا
       *[other] { $count } پر فوراً فیصلہ ہوگا
    }
console-will-wait =
    { $count ->
        [one] { $count } دوسرے فرد کا منتظر ہوگا
       *[other] { $count } دوسرے فرد کے منتظر ہوں گے
    }
console-count-left-out =
    { $count ->
        [one] { $count } شامل نہیں
       *[other] { $count } شامل نہیں
    }
console-left-changed = آپ کے دیکھنے کے بعد بدل گیا
console-left-nothing-open = اب طے کرنے کو کچھ نہیں
console-left-other-desk = دوسرے شعبے کا ہے
console-many-decided =
    { $count ->
        [one] { $count } انتباہ پر فیصلہ ہو گیا۔
       *[other] { $count } انتباہات پر فیصلہ ہو گیا۔
    }
console-many-proposed =
    { $count ->
        [one] { $count } فیصلہ دوسرے فرد کا منتظر ہے۔
       *[other] { $count } فیصلے دوسرے فرد کے منتظر ہیں۔
    }
console-many-left-out =
    { $count ->
        [one] { $count } انتباہ شامل نہیں کیا گیا: وہ اس دوران بدل گیا۔
       *[other] { $count } انتباہات شامل نہیں کیے گئے: وہ اس دوران بدل گئے۔
    }
