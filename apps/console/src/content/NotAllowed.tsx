import { type IndexRoute, parseWhen, questionKey, type RightsPlace, readQuestion, resourceText } from '@luban/manifest';
import { Button, EmptyState } from '@luban/ui/shell';
import { useHost } from '../host/console-host.ts';
import { useText } from '../i18n/text.ts';
import { rightsAskedFor } from './rights-asked-for.ts';

/** There is a page, but not for this person in this place, or not here at all. Says which right is missing. */
export function NotAllowed({ route, place }: { route: IndexRoute; place: RightsPlace }) {
  const t = useText();
  const { boot, kernel, navigate } = useHost();
  const parsed = parseWhen(route.when ?? '');
  const missing = (parsed.ok ? rightsAskedFor(parsed.expression) : [])
    .map(([verb, resource]) => readQuestion(verb, resource))
    .filter((question) => kernel.can(question, place) === false);
  const where = place.project ?? place.workspace ?? place.cluster ?? boot.clusters[0]?.displayName ?? '';

  return (
    <EmptyState
      kind="unavailable"
      title={<h1>{route.title}</h1>}
      description={
        missing.length === 0 ? (
          <p>{t('notAllowed.notHere')}</p>
        ) : (
          <>
            {missing.map((question) => (
              <p key={questionKey(question)}>
                {t('notAllowed.text', {
                  user: boot.user.name,
                  verb: question.verb,
                  resource: resourceText(question),
                  place: where,
                })}
              </p>
            ))}
            <p>{t(place.project === undefined ? 'notAllowed.ask' : 'notAllowed.askProject')}</p>
          </>
        )
      }
      action={
        <Button variant="secondary" onClick={() => navigate('/')}>
          {t('notFound.home')}
        </Button>
      }
    />
  );
}
