/** As much of a browser as signing in needs: cookies by host, and redirects that are followed one by one. */
export class WebBrowser {
  /** `host name` to value. */
  readonly cookies = new Map<string, string>();

  /** Follows redirects. @param stop ends at the first URL that it holds for, without asking for it */
  async open(url: string, stop: (url: URL) => boolean = () => false): Promise<{ url: URL; response?: Response }> {
    let next = new URL(url);
    for (let hops = 0; hops < 20; hops++) {
      if (stop(next)) return { url: next };
      const response = await this.send('GET', next.href);
      const location = response.headers.get('location');
      if (location === null) return { url: next, response };
      await response.body?.cancel();
      next = new URL(location, next);
    }
    throw new Error(`Too many redirects, the last one to ${next}`);
  }

  async send(method: string, url: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const { host, origin } = new URL(url);
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        accept: 'text/html,application/json',
        cookie: this.#cookieHeader(host),
        ...(method !== 'GET' && { origin }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    for (const line of response.headers.getSetCookie()) this.#keep(host, line);
    return response;
  }

  cookie(host: string, name: string): string | undefined {
    return this.cookies.get(`${host} ${name}`);
  }

  #cookieHeader(host: string): string {
    return [...this.cookies]
      .filter(([key]) => key.startsWith(`${host} `))
      .map(([key, value]) => `${key.slice(host.length + 1)}=${value}`)
      .join('; ');
  }

  #keep(host: string, line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const isOver =
      value === '' || attributes.some((attribute) => /^(max-age=0|expires=thu, 01 jan 1970)/i.test(attribute));
    if (isOver) this.cookies.delete(`${host} ${name}`);
    else this.cookies.set(`${host} ${name}`, value);
  }
}
