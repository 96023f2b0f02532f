import { Link, useLocale, useT } from '@luban/sdk';
import { Badge, Icon } from '@luban/ui';
import { memo, useId } from 'react';
import type { Card } from '../center-api.ts';
import { ExtensionIcon } from '../shared/ExtensionIcon.tsx';
import { entryIn, textIn } from '../texts.ts';
import { extensionUrl } from '../urls.ts';
import { CardState } from './CardState.tsx';

interface Props {
  readonly card: Card;
  /** Title of its category. */
  readonly category: string | undefined;
  readonly tabIndex: number;
}

/** One extension in the Marketplace: what it is, who it is from, and how it is here. Its link covers all of it. */
export const ExtensionCard = memo(function ExtensionCard({ card, category, tabIndex }: Props) {
  const t = useT();
  const locale = useLocale();
  const id = useId();
  const title = textIn(card.displayName, locale) || card.name;
  const provider = entryIn(card.provider, locale)?.value.name;
  const version = card.recommendedVersion ?? card.latestVersion;
  return (
    <div className="market-card">
      <div className="market-card-head">
        <ExtensionIcon src={card.icon} name={title} />
        <div className="market-card-names">
          <Link
            to={extensionUrl(card.name)}
            className="market-card-title center-clip"
            tabIndex={tabIndex}
            aria-describedby={`${id}-text ${id}-state`}
          >
            {title}
          </Link>
          <span className="market-card-by center-clip">{[provider, version].filter(Boolean).join(' · ')}</span>
        </div>
      </div>
      <p id={`${id}-text`} className="market-card-text">
        {textIn(card.description, locale)}
      </p>
      <div id={`${id}-state`} className="market-card-foot">
        <CardState card={card} />
        {card.alsoIn.length > 0 && (
          <span className="market-card-also" title={t('marketplace.alsoIn', { repositories: card.alsoIn.join(', ') })}>
            <Icon name="layers" size={14} label={t('marketplace.alsoIn', { repositories: card.alsoIn.join(', ') })} />
          </span>
        )}
        {card.repository === undefined && <Badge>{t('marketplace.uploaded')}</Badge>}
        {category !== undefined && <span className="market-card-category center-clip">{category}</span>}
      </div>
    </div>
  );
});
