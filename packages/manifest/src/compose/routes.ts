import type { IndexRoute } from '../composed-index.ts';
import { byOwnerAndId } from '../order/anchors.ts';
import { qualify } from '../reference.ts';
import { routeKey } from '../route-pattern.ts';
import { settleClaims } from './claims.ts';
import { present, type Scene } from './scene.ts';
import { Targets } from './targets.ts';

/** Routes, and what is known about each as a target of menus and commands. */
export function composeRoutes(scene: Scene): { routes: IndexRoute[]; targets: Targets } {
  const targets = new Targets();
  const shown: IndexRoute[] = [];
  for (const { entry, contribution, condition, item, text } of scene.each('routes', 'all')) {
    const name = qualify(entry.name, contribution.id);
    // Nothing leads to a page that is not the user's; who comes by its address is told which right is missing.
    const when = condition === false ? scene.deniedLater(contribution.when) : condition;
    targets.set(name, condition === false ? { state: 'hidden' } : { state: 'shown', when: condition });
    if (when === false) continue;
    shown.push(
      present({
        extension: entry.name,
        id: contribution.id,
        when,
        mount: contribution.mount,
        path: contribution.path,
        title: text.text(contribution.title, item),
        description: text.optional(contribution.description, item),
        icon: contribution.icon,
        skeleton: contribution.skeleton ?? 'page',
        prefetch: contribution.prefetch ?? 'intent',
        component: contribution.component.$ref,
      }),
    );
  }
  const losers = settleClaims(scene.composition, shown, {
    kind: 'route',
    code: 'LB2010',
    subjectOf: (route) => routeKey(route),
    idOf: (route) => route.id,
  });
  for (const [route, conflict] of losers) {
    targets.set(qualify(route.extension, route.id), { state: 'lost', problem: conflict.problem });
  }
  return { routes: shown.filter((route) => !losers.has(route)).sort(byOwnerAndId), targets };
}
