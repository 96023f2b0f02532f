import { GonePanel, type GoneProps, ProblemPanel, type ProblemProps } from '@luban/kernel/react';
import { PageHeader } from '@luban/ui/shell';
import { use } from 'react';
import { PageRouteContext } from './page-route.ts';

/** A problem; one that takes the place of the whole page keeps the page's title. */
export function HeadedProblem(props: ProblemProps) {
  return (
    <>
      {!props.compact && <Head owner={props.problem.extension} />}
      <ProblemPanel {...props} />
    </>
  );
}

export function HeadedGone(props: GoneProps) {
  return (
    <>
      <Head owner={props.extension} />
      <GonePanel {...props} />
    </>
  );
}

function Head({ owner }: { owner: string | undefined }) {
  const route = use(PageRouteContext);
  return route !== undefined && route.extension === owner && <PageHeader title={<bdi>{route.title}</bdi>} />;
}
