# ہر علامت کا مفہوم: وہ جملہ جو «کیونکہ» کے بعد آ سکے۔ ہر علامت ہر فہرست میں ایک سطر ہے؛
# { $subject } اور { $entry } وہ قدریں ہیں جن کا تقابل ہوا۔
feature-base-rate = اتفاقاً لیے گئے دو نام شاذ ہی ایک شخص کے ہوتے ہیں

feature-name-same = پورا نام یکساں ہے
feature-tokens-same = الفاظ یکساں ہیں: { $subject }
feature-tokens-spelling = ہجے میں معمولی فرق ہے: { $subject } اور { $entry }
feature-tokens-sound = { $subject } کی آواز { $entry } سے ملتی ہے
feature-tokens-transliteration = { $subject } دوسرے رسم الخط میں { $entry } ہے
feature-tokens-equivalent = { $subject } اور { $entry } ایک ہی نام کی صورتیں ہیں
feature-tokens-nickname = { $subject } اور { $entry } میں سے ایک نام ہے اور دوسرا اس کی مختصر صورت
feature-tokens-initial = { $subject } بطور پہلا حرف { $entry } سے مطابقت رکھتا ہے
feature-tokens-joined = { $subject } دراصل { $entry } ہے، جو ملا کر یا الگ لکھا گیا ہے
feature-legal-form-same = قانونی حیثیت یکساں ہے: { $subject }
feature-legal-form-differs = قانونی حیثیت مختلف ہے: { $subject } اور { $entry }
feature-subject-unmatched = صرف زیرِ جانچ نام میں { $subject } موجود ہے
feature-entry-unmatched = صرف اندراج کے نام میں { $entry } موجود ہے
feature-order-differs = الفاظ کی ترتیب مختلف ہے
feature-chain-order-differs = سلسلۂ نسب کی ترتیب مختلف ہے: { $subject } اور { $entry }
feature-patronymic-omitted = ایک جانب ولدیت درج نہیں
feature-patronymic-differs = ولدیت مختلف ہے: { $subject } اور { $entry }
feature-number-differs = نمبر مختلف ہیں: { $subject } اور { $entry }
feature-weak-alias = ماخذ کے نزدیک یہ عرفیت کمزور ہے: { $entry }
feature-single-token = صرف ایک لفظ کا تقابل ہوا ہے
feature-common-name = یہ نام بہت عام ہے
feature-gender-form-differs = ایک صورت مذکر ہے اور دوسری مؤنث: { $subject } اور { $entry }

feature-birth-date-same = تاریخِ پیدائش یکساں ہے: { $subject }
feature-birth-date-swapped = دن اور مہینہ بدلنے پر تاریخِ پیدائش یکساں ہے: { $subject } اور { $entry }
feature-birth-month-same = پیدائش کا مہینہ اور سال یکساں ہیں: { $subject } اور { $entry }
feature-birth-year-same = پیدائش کا سال یکساں ہے: { $subject } اور { $entry }
feature-birth-year-near = پیدائش کے سال قریب قریب ہیں: { $subject } اور { $entry }
feature-birth-date-differs = تاریخِ پیدائش مختلف ہے: { $subject } اور { $entry }
feature-nationality-same = شہریت یکساں ہے: { $subject }
feature-country-same = ملک یکساں ہے: { $subject }
feature-country-differs = ممالک مختلف ہیں: { $subject } اور { $entry }
feature-birth-place-same = جائے پیدائش یکساں ہے: { $subject }
feature-birth-place-differs = جائے پیدائش مختلف ہے: { $subject } اور { $entry }
feature-gender-same = جنس یکساں ہے: { $subject }
feature-gender-differs = جنس مختلف ہے: { $subject } اور { $entry }
feature-identifier-same = شناختی نمبر یکساں ہے: { $subject }
feature-identifier-differs = شناختی نمبر مختلف ہیں: { $subject } اور { $entry }
