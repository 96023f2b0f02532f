// @vitest-environment happy-dom
import { cleanup, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { renderInConsole } from '../host/console.testing.tsx';
import { indexOf, routeOf } from '../navigation/navigation.testing.ts';
import { HeadedGone, HeadedProblem } from './HeadedPanels.tsx';
import { PageRouteContext } from './page-route.ts';

const route = { ...routeOf('acme/notes', 'root', 'notes'), title: 'Notes' };
const problemOf = (extension: string) => ({ code: 'LB4004', params: {}, extension });
const show = (panel: React.ReactNode) =>
  renderInConsole(<PageRouteContext value={route}>{panel}</PageRouteContext>, { index: indexOf({ routes: [route] }) });
const heading = () => screen.queryByRole('heading', { level: 1 })?.textContent;

describe('what stands in the place of a page', () => {
  afterEach(cleanup);

  it("keeps the page's title above a problem and above what is gone", () => {
    show(<HeadedProblem problem={problemOf('acme')} />);
    expect(heading()).toBe('Notes');
    cleanup();
    show(<HeadedGone extension="acme" reason="disabled" />);
    expect(heading()).toBe('Notes');
  });

  it('leaves small places and those of other extensions without one', () => {
    show(<HeadedProblem problem={problemOf('acme')} compact />);
    expect(heading()).toBeUndefined();
    cleanup();
    show(<HeadedProblem problem={problemOf('other')} />);
    expect(heading()).toBeUndefined();
  });
});
