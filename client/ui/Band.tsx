import './parts.css';
import { Age } from './Age.tsx';
import { Glyph } from './Glyph.tsx';
import { useWords } from './words.ts';

/** DIỄN TẬP, on every screen as long as anything on it was made for a drill. */
export function DrillBand({ name }: { name: string }) {
  const { t } = useWords();
  return (
    <div className="band band--drill" role="status">
      <span>{t('ui:drill.title')}</span>
      <span className="band__rest one-line">{name}</span>
      <span className="band__rest">{t('ui:drill.meaning')}</span>
    </div>
  );
}

/** The link is lost: since when, and that the values are those of then. */
export function CutBanner({ since, now, doing }: { since: number; now: number; doing: string }) {
  const { t } = useWords();
  return (
    <div className="band band--link band--lost arriving" role="alert">
      <Glyph name="cut" />
      <span>{t('ui:cut.title')}</span>
      <Age of={since} now={now} />
      <span className="band__rest quiet one-line">{doing}</span>
    </div>
  );
}

/** The server is there and what it stores in is not: nothing new is kept, so nothing new is shown. */
export function UnkeptBanner() {
  const { t } = useWords();
  return (
    <div className="band band--link band--lost arriving" role="alert">
      <Glyph name="cut" />
      <span>{t('ui:unkept.title')}</span>
      <span className="band__rest quiet one-line">{t('ui:unkept.meaning')}</span>
    </div>
  );
}

/** A state of the whole screen that nobody has to act on. */
export function NoticeBanner({ title, note }: { title: string; note: string }) {
  return (
    <div className="band band--link arriving" role="status">
      <span>{title}</span>
      <span className="band__rest quiet one-line">{note}</span>
    </div>
  );
}
