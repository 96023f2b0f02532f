import type { Problem } from '@luban/manifest';
import type { Notice, ShellFacade } from '../contract.ts';
import type { KernelCore } from '../engine/kernel-core.ts';

/** Words for the few buttons that the kernel's own notices carry. */
const LABELS: Record<string, Record<string, string>> = {
  en: { reload: 'Reload', release: 'Try it again', update: 'Update without saving' },
  zh: { reload: '重新加载', release: '再次尝试', update: '不保存并更新' },
};

/** Puts problems into words and shows them. The texts are fetched when the first one is needed. */
export function createNotifier(shell: ShellFacade): KernelCore['notify'] {
  return (problem: Problem, notice: Pick<Notice, 'tone'> & Partial<Notice>) => {
    void import('@luban/manifest/messages').then(({ explain }) => {
      const { locale } = shell.state.get();
      const { sentence, cure } = explain(problem, locale);
      const labels = LABELS[locale] ?? LABELS.en!;
      shell.notify({
        // As the shell names the same problem, so that it is told once.
        key: [problem.code, problem.extension, problem.version].filter(Boolean).join(' '),
        title: sentence,
        description: cure,
        code: problem.code,
        ...notice,
        ...(notice.actions && {
          actions: notice.actions.map((action) => ({ ...action, label: labels[action.label] ?? action.label })),
        }),
      });
    });
  };
}
