/**
 * All rules of the page's own style sheets as text, for a picture that may load nothing: of the faces those that the page uses, with
 * their files inside. Files are fetched once. The text is the sheet's own: a browser writes a shorthand with a variable in it down as
 * nothing once a part of it is set after it.
 */
export function createStylesheet(): () => Promise<string> {
  const files = new Map<string, Promise<string>>();
  const once = (url: string, read: (answer: Response) => Promise<string>): Promise<string> => {
    const known = files.get(url) ?? fetch(url).then(read);
    files.set(url, known);
    // What failed is asked for again the next time.
    known.catch(() => files.delete(url));
    return known;
  };
  const inside = (url: string): Promise<string> => once(url, async (answer) => readAsDataUrl(await answer.blob()));
  const rulesOf = async ({ href, ownerNode }: CSSStyleSheet): Promise<string> => {
    const text = href === null ? (ownerNode?.textContent ?? '') : await once(href, (answer) => answer.text());
    return text.replaceAll(/@font-face\s*\{[^}]*\}/g, '');
  };

  return async () => {
    const used = new Set([...document.fonts].filter(({ status }) => status === 'loaded').map(faceKey));
    const texts: Promise<string>[] = [];
    for (const sheet of document.styleSheets) {
      texts.push(rulesOf(sheet));
      for (const rule of sheet.cssRules)
        if (rule instanceof CSSFontFaceRule && used.has(ruleKey(rule.style)))
          texts.push(face(rule.cssText, sheet.href ?? location.href, inside));
    }
    return (await Promise.all(texts)).join('\n');
  };
}

const plain = (text: string): string => text.replaceAll(/["'\s]/g, '').toLowerCase();
const faceKey = ({ family, weight, style, unicodeRange }: FontFace): string => [family, weight, style, unicodeRange].map(plain).join('|');
const ruleKey = (style: CSSStyleDeclaration): string =>
  [
    style.getPropertyValue('font-family'),
    style.getPropertyValue('font-weight') || 'normal',
    style.getPropertyValue('font-style') || 'normal',
    style.getPropertyValue('unicode-range') || 'U+0-10FFFF',
  ]
    .map(plain)
    .join('|');

/** The first of a face's files is the one that browsers of today take. */
async function face(text: string, base: string, inside: (url: string) => Promise<string>): Promise<string> {
  const [whole, url = ''] = /url\(["']?([^"')]+)["']?\)/.exec(text) ?? [];
  return whole === undefined ? text : text.replace(whole, `url("${await inside(new URL(url, base).href)}")`);
}

export const readAsDataUrl = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
