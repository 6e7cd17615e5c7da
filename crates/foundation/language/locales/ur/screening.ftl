# جانچ: نتائج، معیار، ناموں کے اجزا کی مطابقت، وضاحت کے حصے۔
verdict-match = مطابقت
verdict-no-match = مطابقت نہیں

operating-point-strict = سخت
operating-point-standard = معیاری
operating-point-wide = وسیع
operating-point-strict-about = غلط انتباہات سب سے کم؛ دور کے ہجے رہ جاتے ہیں۔
operating-point-standard-about = طے شدہ معیار: غلط انتباہات کم، اور بیشتر ہجے مل جاتے ہیں۔
operating-point-wide-about = سب سے زیادہ نتائج دیتا ہے؛ بہت سے انتباہات کو جانچ کر خارج کرنا ہوگا۔

scoring-evidence = شواہد کی بنیاد پر (لوگارتھم امکان)
scoring-ofac = اوفیک سے ہم آہنگ (0 سے 100)

link-same = حروف یکساں
link-spelling = ہجے مختلف
link-sound = آواز یکساں
link-transliteration = دوسرے رسم الخط میں وہی
link-equivalent = ایک ہی نام کی صورتیں
link-partial = صرف جزوی مشابہت
link-nickname = مختصر یا عرفی نام
link-initial = نام کا پہلا حرف
link-joined = ملا کر یا الگ لکھا گیا
link-legal-form = قانونی حیثیت یا لقب یکساں
link-missing = صرف ایک جانب موجود

# تقابل کی ایک سطر الفاظ میں۔
link-row = { $subject } — { $entry }: { $kind }
link-row-scripts = { $subject } ({ $subject-script }) — { $entry } ({ $entry-script }): { $kind }
link-row-subject-only = { $subject }: صرف زیرِ جانچ نام میں
link-row-entry-only = { $entry }: صرف اندراج کے نام میں

part-name-evidence = نام کے شواہد
part-corroboration = تائیدی کوائف
part-alignment = ناموں کا تقابل
part-total = میزان

heading-subject = زیرِ جانچ فریق
heading-subject-name = زیرِ جانچ نام
heading-entry = اندراج
heading-entry-name = اندراج کا نام
heading-list = فہرست
heading-list-version = فہرست کا نسخہ
heading-engine = پروگرام کا نسخہ
heading-schema = قسم
heading-score = اسکور
heading-probability = امکان
heading-verdict = نتیجہ
heading-reason = وجہ
heading-feature = علامت
heading-contribution = حصہ
heading-how = مطابقت کی نوعیت
heading-script = رسم الخط
heading-similarity = مماثلت
heading-operating-point = معیارِ جانچ
heading-threshold = حد
heading-false-alarms = غلط انتباہات
heading-recall = دریافت کی شرح

score = اسکور { $score }
probability = امکان { $probability }
score-and-probability = اسکور { $score }، امکان { $probability }
contributions-sum = تمام حصوں کا مجموعہ اسکور کے برابر ہے۔
decision-is-yours = یہ تقابل کا نتیجہ ہے، فیصلہ نہیں: فیصلہ متعلقہ افسر کرتا ہے۔

reason = { $entry } سے مطابقت رکھتا ہے، کیونکہ { $reasons }
reason-against = تاہم { $reasons }
same-words = الفاظ { $words } یکساں ہیں
reason-none = { $subject } کا کوئی نام { $entry } کے کسی نام کے قریب نہیں
