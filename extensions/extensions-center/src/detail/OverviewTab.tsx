import { useLocale, useT } from '@luban/sdk';
import { EmptyState } from '@luban/ui';
import { centerPath } from '../api.ts';
import type { ExtensionDetail, VersionDetail } from '../center-api.ts';
import { Markdown } from '../markdown/Markdown.tsx';
import { entryIn, textIn } from '../texts.ts';
import { Facts } from './Facts.tsx';
import { Screenshots } from './Screenshots.tsx';

/** URL of the folder of a package on this server. */
function filesOf({ name, version }: VersionDetail): string {
  return centerPath('extensions', name, 'versions', version, 'files');
}

/** What the extension is: its pictures and its README, beside the facts. */
export function OverviewTab({ detail, version }: { detail: ExtensionDetail; version: VersionDetail }) {
  const t = useT();
  const locale = useLocale();
  const readme = entryIn(version.readme, locale);
  const description = textIn(detail.card.description, locale);
  return (
    <div className="detail-overview">
      <article className="detail-text">
        {description !== '' && <p className="detail-lead">{description}</p>}
        <Screenshots urls={version.screenshots} />
        {readme === undefined ? (
          <EmptyState kind="nothing" icon="file-text" title={t('detail.noReadme')} />
        ) : (
          <div lang={readme.language}>
            <Markdown source={readme.value} files={filesOf(version)} />
          </div>
        )}
      </article>
      <Facts detail={detail} version={version} />
    </div>
  );
}

/** What is new in each version, in the words of its authors. */
export function ChangelogTab({ version }: { version: VersionDetail }) {
  const t = useT();
  const changelog = entryIn(version.changelog, useLocale());
  if (changelog === undefined) {
    return <EmptyState kind="nothing" icon="file-text" title={t('detail.noChangelog')} />;
  }
  return (
    <article className="detail-text" lang={changelog.language}>
      <Markdown source={changelog.value} files={filesOf(version)} />
    </article>
  );
}
