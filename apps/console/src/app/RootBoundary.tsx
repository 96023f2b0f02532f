import { Component, type ReactNode } from 'react';
import { text } from '../i18n/text.ts';

/** The last resort: what got past every other boundary still leaves a page with a way on. */
export class RootBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error: error ?? new Error('Unknown error') };
  }

  override render() {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <main className="shell-broken" role="alert">
        <h1>{text('broken.title')}</h1>
        <p>{text('broken.text')}</p>
        <p className="shell-broken-actions">
          <button
            type="button"
            className="lb-button lb-button-primary lb-button-md"
            onClick={() => window.location.reload()}
          >
            {text('broken.reload')}
          </button>
          <a className="lb-button lb-button-secondary lb-button-md" href="/?safe">
            {text('broken.safe')}
          </a>
        </p>
        <details>
          <summary>{text('broken.details')}</summary>
          <pre>{error instanceof Error ? (error.stack ?? error.message) : String(error)}</pre>
        </details>
      </main>
    );
  }
}
