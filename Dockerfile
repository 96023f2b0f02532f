# The server with the console and the built-in extensions, for charts/luban. It is not built in the tests.
FROM node:26-bookworm-slim AS build
WORKDIR /opt/luban
COPY . .
ENV CI=true
RUN npx -y pnpm@12.21.0 install --frozen-lockfile
RUN node --disable-warning=ExperimentalWarning scripts/build.ts
# What builds and tests need is not for running.
RUN npx -y pnpm@12.21.0 install --frozen-lockfile --prod \
 && rm -rf .cache bench e2e

FROM node:26-bookworm-slim
COPY --from=build /opt/luban /opt/luban
ENV NODE_ENV=production \
    LUBAN_EXTENSIONS=/opt/luban/extensions \
    LUBAN_DATA_DIR=/var/lib/luban \
    LUBAN_HOST=0.0.0.0
RUN mkdir -p /var/lib/luban && chown 10001:10001 /var/lib/luban
USER 10001:10001
VOLUME /var/lib/luban
EXPOSE 3000
ENTRYPOINT ["node", "--disable-warning=ExperimentalWarning", "/opt/luban/apps/server/src/main.ts"]
