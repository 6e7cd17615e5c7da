# کنسول: ہر صفحے کا حاشیہ، غلطیاں، آج کا خلاصہ، قطار۔
console-skip = اصل مواد پر جائیں
console-navigation = مرکزی فہرستِ صفحات
console-today = آج
console-queue = قطار
console-screen = نام کی جانچ
console-lists = فہرستیں
console-audit = آڈٹ کا روزنامچہ
console-settings = ترتیبات
console-sign-out = رخصت ہوں
console-components = صفحات کے اجزا
console-utc = تمام اوقات عالمی معیاری وقت (UTC) کے مطابق ہیں۔
console-to-start = ابتدائی صفحے پر جائیں
console-try-again = یا تھوڑی دیر بعد دوبارہ کوشش کیجیے۔
console-pages = قطار کے صفحات

console-moment = { $day }، { $time }
console-just-now = ایک منٹ سے کم پہلے
console-ago = { $span } پہلے
console-due-in = { $span } باقی
console-overdue-by = { $span } سے زائد المیعاد
span-minutes =
    { $count ->
        [one] { $count } منٹ
       *[other] { $count } منٹ
    }
span-hours =
    { $count ->
        [one] { $count } گھنٹہ
       *[other] { $count } گھنٹے
    }
span-days =
    { $count ->
        [one] { $count } دن
       *[other] { $count } دن
    }

console-said-decided = فیصلہ ہو گیا اور درج کر لیا گیا۔
console-said-proposed = فیصلہ تجویز کر دیا گیا۔ دوسرے فرد کی منظوری پر نافذ ہوگا۔
console-said-approved = فیصلہ منظور ہو گیا اور نافذ ہے۔
console-said-rejected = تجویز واپس ہوئی؛ انتباہ دوبارہ زیرِ التوا ہے۔
console-said-assigned = انتباہات سپرد کر دیے گئے۔
console-said-settled = ترتیبات محفوظ ہو گئیں۔
console-said-opened = جانچ کے نتیجے میں یہ انتباہ کھولا گیا۔
console-said-nothing-opened = جانچ درج کر لی گئی۔ کوئی انتباہ نہیں کھلا۔
console-said-verified = روزنامچے کی تصدیق ہو گئی؛ نتیجہ ذیل میں ہے۔
console-said-password-set = پاس ورڈ مقرر ہو گیا۔ اب اس سے داخل ہوں۔
console-said-signed-out = آپ رخصت ہو چکے ہیں۔

console-error-no-session = آپ کی نشست ختم ہو چکی ہے
console-error-no-session-about = دوبارہ داخل ہوں۔ آپ کی تحریر اسی براؤزر میں محفوظ ہے۔
console-error-not-found = یہ صفحہ موجود نہیں
console-error-not-found-about = یہ پتا کہیں نہیں لے جاتا، یا ریکارڈ آپ کے شعبے کا نہیں۔ پتا جانچ لیجیے یا ابتدائی صفحے سے آگے بڑھیے۔
console-error-not-allowed = آپ کو اس کی اجازت نہیں
console-error-not-allowed-about = آپ کے کردار اس کی اجازت نہیں دیتے۔ متعلقہ فرد کا نام اس مرکز کا منتظم بتا سکتا ہے۔
console-error-forged = یہ فارم اب کارآمد نہیں
console-error-forged-about = یہ کسی اور نشست یا کسی اور سائٹ کا فارم ہے۔ کوئی تبدیلی نہیں ہوئی۔ صفحہ دوبارہ کھول کر فارم وہاں سے بھیجیے۔
console-error-unreadable = بھیجا گیا مواد پڑھا نہیں جا سکا
console-error-unreadable-about = کوئی تبدیلی نہیں ہوئی۔ واپس جا کر فارم جانچیے اور دوبارہ بھیجیے۔
console-error-busy = اس وقت جانچ ممکن نہیں
console-error-busy-about = مرکز اپنی گنجائش کی حد پر ہے، یا جانچ کے لیے کوئی فہرست تیار نہیں۔ کوئی تبدیلی نہیں ہوئی۔
console-error-node = مرکز یہ کام نہ کر سکا
console-error-node-about = وجہ مرکز کے ریکارڈ میں درج ہے؛ منتظم کو اطلاع دیجیے۔ جس کی تصدیق آپ کو نہیں ملی وہ نہیں ہوا۔

console-trouble-changed = آپ کے دیکھنے کے دوران کسی اور نے یہ انتباہ بدل دیا۔ یہ موجودہ حالت میں دکھایا گیا ہے؛ آپ کی تحریر محفوظ ہے۔ دوبارہ فیصلہ کیجیے۔
console-trouble-settled = اس کا فیصلہ اس دوران ہو چکا ہے۔ موجودہ حالت دکھائی گئی ہے۔
console-trouble-too-many = یہ انتباہات ایک بار میں بدلے جانے کی حد سے زیادہ ہیں۔ کم منتخب کیجیے۔
console-trouble-none-chosen = کچھ منتخب نہیں۔ کم از کم ایک پر نشان لگائیے۔
console-trouble-no-reason = وجہ الفاظ میں لکھیے؛ یہ فیصلے کے ساتھ محفوظ رہتی ہے۔
console-trouble-no-kind = کوئی فیصلہ منتخب کیجیے۔
console-trouble-same-person = جس نے فیصلہ تجویز کیا وہ اسے منظور نہیں کر سکتا؛ یہ کسی اور فرد کا کام ہے۔

console-since = آپ کی پچھلی آمد ({ $moment }) کے بعد کی تبدیلیاں
console-opened-since =
    { $count ->
        [0] کوئی انتباہ نہیں کھلا
        [one] { $count } انتباہ کھلا
       *[other] { $count } انتباہات کھلے
    }
console-closed-since =
    { $count ->
        [0] کوئی بند نہیں ہوا
        [one] { $count } بند ہوا
       *[other] { $count } بند ہوئے
    }
console-new-versions =
    { $count ->
        [one] { $count } فہرست کا نیا نسخہ:
       *[other] { $count } فہرستوں کے نئے نسخے:
    }
console-no-new-versions = کسی فہرست کا نیا نسخہ نہیں
console-next-due = جن کا وقت قریب ہے
console-in-your-hands = آپ کے سپرد
console-awaiting-second = دوسرے فرد کے منتظر
console-own-proposal = آپ کی اپنی تجویز
console-nothing-open = کچھ بھی فیصلے کا منتظر نہیں۔
console-nothing-yours = آپ کے سپرد کچھ نہیں۔
console-nothing-awaits = کوئی تجویز منظوری کی منتظر نہیں۔
console-all-lists = تمام فہرستیں
console-lists-current =
    { $count ->
        [one] { $count } فہرست تازہ
       *[other] { $count } فہرستیں تازہ
    }
console-lists-attention =
    { $count ->
        [one] { $count } فہرست توجہ طلب
       *[other] { $count } فہرستیں توجہ طلب
    }

console-figure-open = زیرِ التوا
console-figure-mine = آپ کے سپرد
console-figure-unassigned = کسی کے سپرد نہیں
console-figure-awaiting = منظوری کے منتظر
console-figure-soon = چار گھنٹے کے اندر
console-figure-overdue = زائد المیعاد

console-filters = کون سے انتباہات دکھائے جائیں
console-list = فہرست
console-order = ترتیب
console-order-due = پہلے جن کا وقت قریب ہے
console-order-probability = پہلے زیادہ امکان والے
console-order-latest = پہلے تازہ ترین
console-late-only = صرف زائد المیعاد
console-show = دکھائیں
console-every-list = ہر فہرست
console-anybody = کوئی بھی
console-mine = میں
console-nobody = کوئی نہیں
console-somebody = وہ فرد جس کا کھاتہ موجود نہیں
console-hand-chosen = منتخب انتباہات سپرد کریں
console-hand-to = سپرد کریں
console-hand = سپرد کریں
console-to-me = مجھے
console-to-nobody = کسی کو نہیں
console-choose-all = اس صفحے کے تمام منتخب کریں
console-and-more =
    { $count ->
        [one] اور { $count } مزید
       *[other] اور { $count } مزید
    }
console-best-match = قریب ترین مطابقت
console-queue-empty = یہاں کچھ نہیں
console-queue-empty-about = اس انتخاب کے مطابق کوئی انتباہ نہیں۔ انتخاب بدلیے، یا جب جانچ انتباہ کھولے تو واپس آئیے۔
console-first-page = پہلا صفحہ
console-next-page = اگلا صفحہ
console-keys-walk = سطروں میں اوپر نیچے
console-keys-open = کھولیں
console-keys-choose = منتخب کریں
