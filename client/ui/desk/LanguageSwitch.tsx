import { useTranslation } from 'react-i18next';
import { Button } from './Button.tsx';
import { keepLanguage } from './language.ts';

/** Names the other language in that language; the choice stays with this browser. */
export function LanguageSwitch() {
  const { i18n } = useTranslation();
  const other = i18n.language === 'en' ? 'vi' : 'en';
  return (
    <Button
      kind="quiet"
      lang={other}
      onPress={() => {
        keepLanguage(other);
        void i18n.changeLanguage(other);
      }}
    >
      {other === 'en' ? 'English' : 'Tiếng Việt'}
    </Button>
  );
}
