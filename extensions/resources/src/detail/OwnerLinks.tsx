import { COMMON_KINDS } from '../common-kinds.ts';
import { listAt, textAt } from '../json.ts';
import { useKinds } from '../kinds/use-kind.ts';
import type { Place } from '../place.ts';
import { ObjectLink } from './ObjectLink.tsx';

/** What made the object, and lets it go when it goes itself. */
export function OwnerLinks({ object, place }: { object: unknown; place: Place }) {
  const kinds = useKinds(place.cluster);
  return (
    <ul>
      {listAt(object, 'metadata', 'ownerReferences').map((owner) => {
        const kindName = textAt(owner, 'kind');
        const name = textAt(owner, 'name');
        const [, group = ''] = textAt(owner, 'apiVersion').split('/').reverse();
        const match = (kind: { group: string; kind: string }) => kind.group === group && kind.kind === kindName;
        const kind = COMMON_KINDS.find(match) ?? kinds.data?.find(match);
        const text = `${kindName} ${name}`;
        return (
          <li key={textAt(owner, 'uid')}>
            {kind === undefined ? (
              text
            ) : (
              <ObjectLink
                place={place}
                to={{
                  group,
                  resource: kind.resource,
                  namespace: kind.namespaced ? textAt(object, 'metadata', 'namespace') : undefined,
                  name,
                }}
              >
                {text}
              </ObjectLink>
            )}
          </li>
        );
      })}
    </ul>
  );
}
