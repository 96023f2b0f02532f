import { type Problem, useT } from '@luban/sdk';
import { Button, Popover } from '@luban/ui';
import { ProblemList } from '../shared/Refusal.tsx';

/** How many problems there are, and on demand which. */
export function ProblemsButton({ problems, title }: { problems: readonly Problem[]; title: string }) {
  const t = useT();
  const label = t(problems.length === 1 ? 'installed.problems.one' : 'installed.problems', {
    count: problems.length,
    title,
  });
  return (
    <Popover
      title={label}
      className="installed-problem-list"
      trigger={
        <Button size="sm" variant="ghost" icon="alert" aria-label={label}>
          {problems.length}
        </Button>
      }
    >
      <ProblemList problems={problems} />
    </Popover>
  );
}
