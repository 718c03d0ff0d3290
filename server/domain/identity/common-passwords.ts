/**
 * What guessers try first, as the parts that people build passwords of: the commonest words and runs of international lists, the
 * runs of a keyboard, and what Vietnamese keyboards add (Telex and VNI leavings among them). Compared without case, marks and the
 * usual stand-ins (`@` for a, `0` for o…), so that one line here covers many spellings.
 */
const WORDS = `
password passwort passw0rd passphrase secret letmein welcome login logon access master admin administrator root superuser sysadmin
user guest test testing tester default changeme changeit temporary temp demo sample example public private security secure
qwerty qwertyuiop qwertz azerty asdf asdfgh asdfghjkl asdfasdf zxcv zxcvbn zxcvbnm qazwsx qazwsxedc qweasd qweasdzxc wasd
abc abcd abcdef abcdefgh abcdefghijkl abcabc aaaa xxxx zzzz iloveyou ilove loveyou lovely love sweetheart honey baby princess angel
sunshine flower butterfly rainbow summer winter spring autumn monday friday january february december october november september
dragon monkey tiger lion eagle falcon shadow ninja samurai warrior knight hunter killer batman superman spiderman pokemon naruto
football soccer baseball basketball liverpool chelsea arsenal barcelona realmadrid manchester united juventus ronaldo messi neymar
computer internet google facebook youtube zalo tiktok samsung iphone android windows linux ubuntu oracle postgres mysql cisco
whatever nothing something freedom forever michael jordan jennifer jessica daniel thomas robert charlie ashley andrew joshua matthew
starwars matrix cookie chocolate coffee banana orange cheese pepper ginger silver golden diamond mustang ferrari mercedes porsche
trustno trustnoone blink hello helloworld goodbye godfather jesus blessed heaven america london canada germany russia china japan
matkhau matkhaumoi matkhaucuatoi mkmoi mkcuatoi quantri quantrivien quantrihethong hethong taikhoan dangnhap nguoidung khach
xinchao chao anhyeuem emyeuanh toiyeuban toiyeuem yeuem yeuanh yeuban yeunhau embeo congchua hoangtu thienthan vochong giadinh
conyeu bame bome mevacon matkhaula khongbiet khongnho khongcogi khongmatkhau bimat toilaai toidi dichoi vuive hanhphuc maimai mottinhyeu
vietnam vietnamvodich vietnamese tiengviet hochiminh hcm saigon hanoi danang cantho haiphong hue dalat nhatrang vungtau quangninh
hoangsa truongsa bacho chutichhochiminh doclap tudo tudohanhphuc doclaptudohanhphuc daihoc sinhvien hocsinh giaovien bachkhoa
thang nam ngay chucmungnammoi tetnguyendan nammoi anlanh thanhcong phattai phatloc locphat maiman
nguyen nguyenvan nguyenthi tranvan tranthi levan lethi phamvan hoang huynh phan vuvan dangvan buithi dovan
ubnd uyban uybannhandan nhandan congan canhsat truccban trucban cangtruc cambo canbo congchuc vienchuc lanhdao chutich phongban vanphong
matkhaucongan congan113 tructong diennuoc dieuhanh trungtam giamsat camera
`;

/** Runs of a keyboard and of the alphabet, either way round. */
const RUNS = [
  '01234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  'qazwsxedcrfvtgbyhnujm',
  'aawweeoodduu',
  '147258369',
  '159357',
  '112233445566778899',
  '1q2w3e4r5t6y7u8i9o0p',
];

export const COMMON_WORDS: readonly string[] = [...new Set(WORDS.split(/\s+/).filter((word) => word.length >= 3))].sort(
  (a, b) => b.length - a.length,
);

export const KEYBOARD_RUNS: readonly string[] = RUNS.flatMap((run) => [run, [...run].reverse().join('')]);
