import { CodeBlock, Icon, TextLink } from '@luban/ui';
import { type ComponentProps, createContext, isValidElement, type ReactNode, useContext } from 'react';
import ReactMarkdown, { type Components, type ExtraProps } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { limitDepth } from './limit-depth.ts';
import { headingId, markdownTarget, pictureSource } from './markdown-url.ts';
import './markdown.css';
import { orderHeadings } from './order-headings.ts';
import { tameMarkdown } from './tame.ts';

export interface MarkdownViewProps {
  readonly source: string;
  /** URL of the package's folder on this server; without it pictures and links to its files are text. */
  readonly files?: string | undefined;
  /** Level of the first heading, below those of the page. Default: 2. */
  readonly base?: number;
  readonly words: MarkdownWords;
}

export interface MarkdownWords {
  readonly footnotes: string;
  /** Leads back from a footnote. */
  readonly back: string;
  readonly done: string;
  readonly open: string;
  readonly table: string;
  readonly cut: string;
}

/**
 * Markdown that somebody else wrote. No HTML of it is taken, nothing is loaded but pictures of this server, and links
 * to elsewhere open in another tab that knows nothing of this one.
 */
export function MarkdownView({ source, files, base = 2, words }: MarkdownViewProps) {
  const { text, cut } = tameMarkdown(source);
  return (
    <div className="center-md">
      <ReactMarkdown
        skipHtml
        remarkPlugins={[remarkGfm, limitDepth, [orderHeadings, { base }]]}
        remarkRehypeOptions={{ footnoteLabel: words.footnotes, footnoteBackLabel: words.back }}
        // Addresses are judged where they are used, since a picture is another matter than a link.
        urlTransform={(address) => address}
        components={componentsOf(files, words)}
      >
        {text}
      </ReactMarkdown>
      {cut && <p className="center-muted">{words.cut}</p>}
    </div>
  );
}

type Own<Tag extends keyof React.JSX.IntrinsicElements> = ComponentProps<Tag> & ExtraProps;

function componentsOf(files: string | undefined, words: MarkdownWords): Components {
  const heading = (level: 1 | 2 | 3 | 4 | 5 | 6) =>
    function Heading({ children, id }: Own<'h1'>) {
      const Tag = `h${level}` as const;
      return <Tag id={id ?? headingId(textOf(children))}>{children}</Tag>;
    };
  return {
    h1: heading(1),
    h2: heading(2),
    h3: heading(3),
    h4: heading(4),
    h5: heading(5),
    h6: heading(6),
    a: ({ href, children, id, 'aria-label': label }: Own<'a'>) => {
      const target = href === undefined ? undefined : markdownTarget(href, files);
      const name = { id, 'aria-label': label };
      if (target === undefined) return <span>{children}</span>;
      if (target.kind === 'anchor') {
        return (
          <a className="lb-link" href={target.href} {...name}>
            {children}
          </a>
        );
      }
      return (
        <InLink value={true}>
          <Away href={target.href}>{children}</Away>
        </InLink>
      );
    },
    img: ({ src, alt, title }: Own<'img'>) => <Picture address={src} alt={alt} title={title} files={files} />,
    pre: ({ children }: Own<'pre'>) => {
      const { text, language } = codeOf(children);
      return <CodeBlock code={text.replace(/\n$/, '')} {...(language !== undefined && { language })} />;
    },
    table: ({ children }: Own<'table'>) => (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keyboard too.
      <section className="center-md-table" tabIndex={0} aria-label={words.table}>
        <table>{children}</table>
      </section>
    ),
    // The boxes of a list of tasks.
    input: ({ checked }: Own<'input'>) => (
      <Icon
        name={checked ? 'circle-check' : 'circle'}
        size={14}
        className="center-md-task"
        label={checked ? words.done : words.open}
      />
    ),
  };
}

interface PictureProps {
  readonly address: unknown;
  readonly alt: string | undefined;
  readonly title: string | undefined;
  readonly files: string | undefined;
}

/** A picture that would be loaded from elsewhere is a link to it. */
function Picture({ address, alt, title, files }: PictureProps) {
  const inLink = useContext(InLink);
  if (typeof address !== 'string') return <span>{alt}</span>;
  const source = pictureSource(address, files);
  if (source !== undefined) {
    return <img src={source} alt={alt ?? ''} title={title} loading="lazy" decoding="async" />;
  }
  const target = markdownTarget(address, files);
  if (target?.kind !== 'external') return <span>{alt}</span>;
  const name = alt || new URL(target.href).hostname;
  return inLink ? <span>{name}</span> : <Away href={target.href}>{name}</Away>;
}

/** Whether something stands within a link, where no other link may. */
const InLink = createContext(false);

/** To another site, in a tab that knows nothing of this one. */
function Away({ href, children }: { href: string; children: ReactNode }) {
  return (
    <TextLink external href={href} rel="noopener noreferrer nofollow" referrerPolicy="no-referrer">
      {children}
    </TextLink>
  );
}

/** The text of what React shows, for ids and for code. */
function textOf(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node);
  if (Array.isArray(node)) return node.map(textOf).join('');
  return isValidElement<{ children?: ReactNode }>(node) ? textOf(node.props.children) : '';
}

function codeOf(children: ReactNode): { text: string; language: string | undefined } {
  const element = isValidElement<{ className?: string }>(children) ? children : undefined;
  const language = /\blanguage-(\S{1,24})/.exec(element?.props.className ?? '')?.[1];
  return { text: textOf(children), language };
}
