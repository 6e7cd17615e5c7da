# کنسول: فہرستیں اور آڈٹ کا روزنامچہ۔
console-entries = اندراجات
console-age = عمر
console-age-days =
    { $count ->
        [0] آج کی تصدیق
        [one] { $count } دن پرانی
       *[other] { $count } دن پرانی
    }
console-age-unknown = معلوم نہیں
console-may-grow-days =
    { $count ->
        [one] زیادہ سے زیادہ { $count } دن
       *[other] زیادہ سے زیادہ { $count } دن
    }
console-taken-up = شامل کی گئی
console-faults = نقائص
console-no-lists = ابھی کوئی فہرست نہیں
console-no-lists-about = فہرست کے بغیر جانچ نہیں ہوتی۔ منتظم انہیں اس حکم سے حاصل کرتا ہے:
console-short-name = مختصر نام
console-authority = مقتدرہ
console-last-attempt = تجدید کی آخری کوشش
console-what-changed = موجودہ نسخے میں کیا بدلا
console-cut = طویل حصے مختصر کر دیے گئے ہیں۔ مکمل تفصیل کمانڈ لائن پر ہے۔
console-one-version = ابھی ایک ہی نسخہ ہے؛ اگلے کا تقابل اس سے ہوگا۔
console-added-entries =
    { $count ->
        [0] کوئی اندراج شامل نہیں ہوا
        [one] { $count } اندراج شامل
       *[other] { $count } اندراجات شامل
    }
console-removed-entries =
    { $count ->
        [0] کوئی اندراج خارج نہیں ہوا
        [one] { $count } اندراج خارج
       *[other] { $count } اندراجات خارج
    }
console-changed-entries =
    { $count ->
        [0] کوئی اندراج نہیں بدلا
        [one] { $count } اندراج تبدیل
       *[other] { $count } اندراجات تبدیل
    }
console-field = خانہ
console-before = پہلے
console-after = بعد
console-versions = نسخے
console-version = نسخہ
console-generated = مقتدرہ کی تاریخ
console-format = وضع
console-current = موجودہ
console-no-faults = موجودہ نسخے میں کوئی نقص نہیں
console-severity = اثر
console-place = مقام
console-fault = نقص
console-line =
    { $count ->
        [one] سطر { $count }
       *[other] سطر { $count }
    }
console-record-number = ریکارڈ { $record }
list-state-current = تازہ
list-state-too-old = پرانی ہو چکی
list-state-expired = میعاد ختم
list-state-missing = کبھی شامل نہیں ہوئی
list-state-removed = جانچ سے خارج
attempt-imported = شامل کی گئی
attempt-unchanged = کوئی تبدیلی نہیں
attempt-refused = روک دی گئی
attempt-failed = ناکام
fault-warning = قدر مشکوک
fault-record = ریکارڈ ضائع
fault-fatal = پڑھنا رک گیا

console-audit-about = ہر عمل اس روزنامچے کا ایک ورق ہے۔ دستخط شدہ نشانات کی بدولت کوئی ورق خاموشی سے بدلا نہیں جا سکتا۔
console-leaves = اوراق
console-leaves-signed = دستخط شدہ نشان کے تحت
console-signatures = دستخط
console-unsigned-leaves =
    { $count ->
        [one] { $count } ورق پر ابھی دستخط نہیں
       *[other] { $count } اوراق پر ابھی دستخط نہیں
    }
console-all-signed = تمام اوراق پر دستخط ہیں
console-has-copy = تازہ ترین نشان کی نقل ڈیٹا بیس سے باہر موجود ہے
console-no-copy = ڈیٹا بیس سے باہر تازہ ترین نشان کی نقل نہیں
console-log-key = روزنامچے کی عوامی کلید
console-never-signed = روزنامچے پر کبھی دستخط نہیں ہوئے۔ منتظم اس حکم سے دستخط کرتا ہے:
console-verification = تصدیق
console-verify = پورے روزنامچے کی تصدیق کریں
console-not-verified = اس نظام کے آغاز کے بعد سے تصدیق نہیں ہوئی۔
console-verified-at = تصدیق کا وقت
console-checkpoints = جانچے گئے نشانات
console-log-good = روزنامچہ سالم ہے: ہر ورق وہی ہے جس پر دستخط ہوئے۔
console-log-bad = روزنامچہ وہ نہیں جس پر دستخط ہوئے تھے۔ منتظم کو اطلاع دیجیے اور سب کچھ جوں کا توں رہنے دیجیے۔
console-findings-more = مقامات اس حکم سے معلوم ہوتے ہیں:
audit-finding-edited = بعض اوراق کا متن دستخط شدہ متن سے مختلف ہے۔
audit-finding-deleted = درمیان سے بعض اوراق غائب ہیں۔
audit-finding-inserted = دستخط شدہ اوراق کے بیچ ایسے اوراق ہیں جن پر دستخط نہیں ہوئے۔
audit-finding-reordered = اوراق کی ترتیب دستخط شدہ ترتیب سے مختلف ہے۔
audit-finding-truncated = روزنامچے کا آخری حصہ غائب ہے۔
audit-finding-forked = دو دستخط شدہ نشان ایک تاریخ کے نہیں: کلید نے دونوں پر دستخط کیے۔
audit-finding-changed = اوراق وہ نہیں جن پر دستخط ہوئے، اور یہ بتانا ممکن نہیں کہ کون سے۔
audit-finding-checkpoint = ایک نشان اس روزنامچے کا نہیں۔
audit-finding-tile = اوراق درست ہیں، مگر ان کے اوپر کے شجرے کا ایک حصہ غائب یا تبدیل ہے۔
audit-finding-other = کوئی اور عدم مطابقت پائی گئی۔
