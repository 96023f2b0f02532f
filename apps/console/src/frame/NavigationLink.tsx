import { Icon } from '@luban/ui/shell';
import { memo } from 'react';
import { Link } from 'react-router';
import { useHost } from '../host/console-host.ts';
import type { NavigationItem } from '../navigation/navigation-tree.ts';
import { useFollow } from '../navigation/use-follow.ts';
import { useIntent } from '../navigation/use-intent.ts';

type Shown = Pick<NavigationItem, 'title' | 'icon' | 'url' | 'command' | 'href' | 'route'>;

interface Props {
  item: Shown;
  current: boolean;
  collapsed?: boolean;
  child?: boolean;
}

/** One line of the side navigation or of the top bar: a link, or a button where it runs a command. */
export const NavigationLink = memo(function NavigationLink(props: Props) {
  const { item, current, collapsed = false, child = false } = props;
  const follow = useFollow();
  const { overlays } = useHost();
  const intent = useIntent(item.route);
  const shared = {
    className: 'shell-nav-line',
    'data-nav-line': child ? 'child' : 'top',
    ...(collapsed && { title: item.title, 'aria-label': item.title }),
  };
  const content = <LineContent item={item} child={child} />;

  if (item.url !== undefined && 'to' in item.url) {
    return (
      <Link
        {...shared}
        {...intent}
        to={item.url.to}
        aria-current={current ? 'page' : undefined}
        onClick={() => overlays.close('navigation')}
      >
        {content}
      </Link>
    );
  }
  if (item.href !== undefined) {
    return (
      <a {...shared} href={item.href} target="_blank" rel="noreferrer noopener">
        {content}
        <Icon name="external" size={12} className="shell-nav-aside" />
      </a>
    );
  }
  return (
    <button {...shared} type="button" onClick={() => follow(item)}>
      {content}
    </button>
  );
});

/** The first level always has a glyph, so that it can be told apart when the navigation is collapsed. */
export function LineContent({ item, child = false }: { item: Pick<Shown, 'title' | 'icon'>; child?: boolean }) {
  return (
    <>
      {child ? null : item.icon ? (
        <Icon name={item.icon} />
      ) : (
        <span className="shell-nav-letter" aria-hidden="true">
          {[...item.title][0]?.toUpperCase()}
        </span>
      )}
      <bdi className="shell-nav-title">{item.title}</bdi>
    </>
  );
}
