import { useNow } from '../stores/stores-context.tsx';
import { CutBanner, NoticeBanner } from '../ui/Band.tsx';
import { useWords } from '../ui/words.ts';
import type { Cut } from './cut.ts';

/** Says that the link is not live and what is being done about it; it covers the last row of the scene and moves nothing. */
export function LinkBanner({ cut }: { cut: Cut }) {
  const { t } = useWords('wall');
  const now = useNow();
  const banner = (() => {
    switch (cut.kind) {
      case 'connecting':
        return <NoticeBanner title={t('wall:connecting.title')} note={t('wall:connecting.note')} />;
      case 'refused':
        return <NoticeBanner title={t('wall:refused.title')} note={cut.message} />;
      case 'ended':
        return <NoticeBanner title={t('wall:ended.title')} note={t('wall:ended.note')} />;
      case 'down':
        return <CutBanner since={cut.since} now={now} doing={t('wall:doing.down', { attempt: cut.attempt })} />;
      case 'resyncing':
        return <CutBanner since={cut.since} now={now} doing={t('wall:doing.resyncing')} />;
    }
  })();
  return <div className="wall__banner">{banner}</div>;
}
