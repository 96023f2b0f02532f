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

/** One extension in the Marketplace: what it is, who it is from, and how it is here. The whole card is one link. */
export const ExtensionCard = memo(function ExtensionCard({ card, category, tabIndex }: Props) {
  const t = useT();
  const locale = useLocale();
  const id = useId();
  const title = textIn(card.displayName, locale) || card.name;
  const provider = entryIn(card.provider, locale)?.value.name;
  const version = card.recommendedVersion ?? card.latestVersion;
  return (
    <Link
      to={extensionUrl(card.name)}
      className="market-card"
      tabIndex={tabIndex}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text ${id}-state`}
    >
      <span className="market-card-head">
        <ExtensionIcon src={card.icon} name={title} />
        <span className="market-card-names">
          <span id={`${id}-title`} className="market-card-title center-clip">
            {title}
          </span>
          <span className="market-card-by center-clip">{[provider, version].filter(Boolean).join(' · ')}</span>
        </span>
      </span>
      <span id={`${id}-text`} className="market-card-text">
        {textIn(card.description, locale)}
      </span>
      <span id={`${id}-state`} className="market-card-foot">
        <CardState card={card} />
        {card.alsoIn.length > 0 && (
          <span className="market-card-also" title={t('marketplace.alsoIn', { repositories: card.alsoIn.join(', ') })}>
            <Icon name="layers" size={14} label={t('marketplace.alsoIn', { repositories: card.alsoIn.join(', ') })} />
          </span>
        )}
        {card.repository === undefined && <Badge>{t('marketplace.uploaded')}</Badge>}
        {category !== undefined && <span className="market-card-category center-clip">{category}</span>}
      </span>
    </Link>
  );
});
