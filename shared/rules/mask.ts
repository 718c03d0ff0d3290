/** What is left of personal data where it may not be read (AG-12). Each keeps enough to tell two apart, and not enough to know who. */

/** The last three digits: "•••••••678". */
export function maskedPhone(phone: string): string {
  const digits = phone.replaceAll(/\D/g, '');
  return digits.length <= 3 ? '•'.repeat(digits.length) : '•'.repeat(digits.length - 3) + digits.slice(-3);
}

/** Initials: "Nguyễn Thị Ánh" → "N.T.Á.". */
export const maskedName = (name: string): string =>
  name
    .normalize('NFC')
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => `${[...word][0]?.toLocaleUpperCase('vi') ?? ''}.`)
    .join('');

/** Its province and its last two characters: "15A-123.45" → "15•••••••45". */
export const maskedPlate = (plate: string): string => {
  const characters = [...plate];
  return characters.map((c, i) => (i < 2 || i >= characters.length - 2 ? c : '•')).join('');
};
