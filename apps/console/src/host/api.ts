/** What the server says about a request that it refuses. */
export interface ApiError {
  /** `LB5001`; undefined when no answer of the server's own arrived. */
  code?: string;
  message: string;
  cure?: string;
}

export type ApiResult<T> = { ok: true; value: T } | { ok: false; error: ApiError };

/** Never rejects: a failure of any kind is a value. */
export async function callApi<T>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
  fetcher: typeof fetch = fetch,
): Promise<ApiResult<T>> {
  try {
    const response = await fetcher(path, {
      method,
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const content = (await response.json().catch(() => undefined)) as { error?: ApiError } | undefined;
    if (response.ok) return { ok: true, value: content as T };
    return { ok: false, error: content?.error ?? { message: `HTTP ${response.status}` } };
  } catch (error) {
    return { ok: false, error: { message: error instanceof Error ? error.message : String(error) } };
  }
}
