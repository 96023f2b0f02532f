import { useT } from '@luban/sdk';
import { CodeBlock, Skeleton } from '@luban/ui';
import { Component, lazy, type ReactNode, Suspense } from 'react';
import type { MarkdownWords } from './MarkdownView.tsx';

const MarkdownView = lazy(() => import('./MarkdownView.tsx').then((module) => ({ default: module.MarkdownView })));

interface Props {
  readonly source: string;
  /** URL of the package's folder on this server, without a slash at its end. */
  readonly files?: string | undefined;
  /** Level of the first heading. Default: 2. */
  readonly base?: number;
}

/** Markdown of a package. Its parser is fetched with the first text; what it cannot take is shown as plain text. */
export function Markdown({ source, files, base }: Props) {
  const t = useT();
  const words: MarkdownWords = {
    footnotes: t('md.footnotes'),
    back: t('md.back'),
    done: t('md.done'),
    open: t('md.open'),
    table: t('md.table'),
    cut: t('md.cut'),
  };
  return (
    <PlainTextInstead key={source} source={source}>
      <Suspense fallback={<Skeleton shape="detail" />}>
        <MarkdownView source={source} files={files} words={words} {...(base !== undefined && { base })} />
      </Suspense>
    </PlainTextInstead>
  );
}

class PlainTextInstead extends Component<{ source: string; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <CodeBlock code={this.props.source.slice(0, 50_000)} wrap /> : this.props.children;
  }
}
