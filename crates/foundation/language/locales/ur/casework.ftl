# انتباہات پر کام: شعبے، کردار، انتباہات، فیصلے، استثنا، معاملات، اپنے اندراجات، معیار۔
desk-finance = دہشت گردی کی مالی معاونت
desk-travel = مسافروں کی نگرانی
desk-content = آن لائن مواد
desk-review = خطرات کا جائزہ
desk-working-group = ورکنگ گروپ
desk-exchange = تبادلہ

role-analyst = تجزیہ کار
role-approver = منظوری دہندہ
role-officer = افسر
role-reviewer = نظرِ ثانی کنندہ
role-secretary = سیکریٹری
role-chair = صدر نشین
role-auditor = آڈیٹر
role-administrator = منتظم
role-everywhere = ہر جگہ

alert-status-open = زیرِ التوا
alert-status-awaiting-approval = دوسرے فرد کی منظوری کا منتظر
alert-status-closed = بند
alert-overdue = مقررہ وقت گزر چکا
alert-unassigned = کسی کے سپرد نہیں

decision-true-match = حقیقی مطابقت
decision-false-positive = غلط انتباہ
decision-inconclusive = غیر فیصلہ کن
decision-freeze = منجمد کرنا
decision-release = واگزار کرنا
decision-true-match-about = زیرِ جانچ فریق وہی ہے جس کا نام فہرست میں ہے۔
decision-false-positive-about = زیرِ جانچ فریق کوئی اور ہے۔
decision-inconclusive-about = دستیاب معلومات سے طے نہیں ہو سکتا۔
decision-freeze-about = روکی گئی رقم قانون کے مطابق منجمد کی جاتی ہے۔
decision-release-about = روکی گئی رقم واگزار کی جاتی ہے۔
decision-grave = اس فیصلے کی منظوری دوسرا فرد دے گا۔
decision-state-final = حتمی
decision-state-proposed = تجویز شدہ
decision-state-approved = منظور شدہ
decision-state-rejected = مسترد

withdrawal-delisted = فہرست سے خارج
withdrawal-entry-changed = اندراج بدل گیا اور اب مماثل نہیں
withdrawal-subject-changed = فریق کے کوائف بدل گئے اور اب مماثل نہیں

suppression = استثنا
suppression-state-proposed = تجویز شدہ
suppression-state-in-force = نافذ
suppression-state-rejected = مسترد
suppression-state-reopened = کوائف بدلنے پر ختم
suppression-state-taken-back = واپس لیا گیا
suppression-state-expired = میعاد ختم
suppression-reopened-subject = فریق کے کوائف بدلنے پر انتباہ دوبارہ کھل گیا ہے۔
suppression-reopened-entry = اندراج کے کوائف بدلنے پر انتباہ دوبارہ کھل گیا ہے۔
suppression-reopened-both = دونوں جانب کے کوائف بدلنے پر انتباہ دوبارہ کھل گیا ہے۔

case-status-open = زیرِ کار
case-status-closed = بند

own-entry-state-proposed = دوسرے فرد کی منظوری کا منتظر
own-entry-state-in-force = نافذ
own-entry-state-rejected = مسترد
own-entry-state-removed = ہٹا دیا گیا
own-entry-state-expired = میعاد ختم

trigger-request = درخواست پر
trigger-registration = نگرانی میں اندراج
trigger-list-change = فہرست میں تبدیلی
trigger-own-entry-change = اپنے اندراج میں تبدیلی

ownership-half = نصف یا زیادہ ملکیت فہرست میں شامل فریقوں کی
ownership-more-than-half = نصف سے زیادہ ملکیت فہرست میں شامل فریقوں کی
ownership-incomplete = فہرست میں شامل ایک مالک کا حصہ درج نہیں؛ مجموعہ زیادہ ہو سکتا ہے۔

heading-desk = شعبہ
heading-status = کیفیت
heading-decision = فیصلہ
heading-analyst = تجزیہ کار
heading-assigned = سپرد بنام
heading-opened = آغاز
heading-due = آخری وقت
heading-purpose = مقصد
heading-legal-basis = قانونی بنیاد
heading-marking = درجہ بندی
heading-expiry = میعاد
heading-author = تجویز کنندہ
heading-approver = منظور کنندہ
heading-note = نوٹ
heading-file = فائل
heading-case = معاملہ

# ای میل سے اطلاعات۔ ان میں کسی کا نام نہیں ہوتا۔
notice-subject = Entente: انتباہات فیصلے کے منتظر ہیں
notice-opened =
    { $count ->
        [one] { $desk }: { $count } نیا انتباہ
       *[other] { $desk }: { $count } نئے انتباہات
    }
notice-due =
    { $count ->
        [one] { $desk }: { $count } انتباہ کا وقت جلد ختم ہو رہا ہے
       *[other] { $desk }: { $count } انتباہات کا وقت جلد ختم ہو رہا ہے
    }
notice-overdue =
    { $count ->
        [one] { $desk }: { $count } انتباہ کا وقت گزر چکا ہے
       *[other] { $desk }: { $count } انتباہات کا وقت گزر چکا ہے
    }
notice-where = دیکھنے کے لیے لاگ اِن کریں: { $address }
notice-why = یہ اطلاع آپ کی درخواست پر بھیجی گئی ہے۔ نام ای میل سے کبھی نہیں بھیجے جاتے۔
