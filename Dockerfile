# syntax=docker/dockerfile:1
# The hub as agencies run it: Node 24 runs the TypeScript as it is, so nothing is built but node_modules and the admin.
# PostgreSQL and Redis are services of their own (compose.yaml); the image has only their dump and restore tools.

ARG NODE_IMAGE=node:24.21.0-trixie-slim
# Debian of the same name as Node's: the tools below run with its C library.
ARG POSTGRES_IMAGE=postgres:18.6-trixie

# --- packages: production dependencies, without the embedded PostgreSQL and without npm's own Node
FROM ${NODE_IMAGE} AS packages
WORKDIR /hub
COPY package.json package-lock.json .npmrc ./
COPY core/sdk/package.json core/sdk/
COPY plugins/calcom/package.json plugins/calcom/
COPY plugins/google-calendar/package.json plugins/google-calendar/
COPY plugins/retell/package.json plugins/retell/
COPY plugins/stripe/package.json plugins/stripe/
COPY sandbox/package.json sandbox/
COPY admin/package.json admin/
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund \
  && find node_modules -type f \( -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.map' -o -name '*.md' \) -delete

# --- source: whatever umask it was checked out under, the image's user must be able to read it
FROM ${NODE_IMAGE} AS source
WORKDIR /hub
COPY . .
RUN chmod -R a+rX . && rm -rf admin scripts/admin scripts/build-admin.ts

# --- admin: the pages for the browser, built with packages that only a build needs
FROM ${NODE_IMAGE} AS admin
WORKDIR /hub
COPY . .
RUN npm ci --ignore-scripts --no-audit --no-fund
RUN node scripts/build-admin.ts && chmod -R a+rX admin/dist

# --- tools: PostgreSQL's client programs of the database's own version, with the libraries they need
FROM ${POSTGRES_IMAGE} AS tools
RUN mkdir -p /tools/bin /tools/lib \
  && for tool in pg_dump pg_restore psql; do cp "/usr/lib/postgresql/18/bin/$tool" /tools/bin/; done \
  && ldd /tools/bin/* \
    | awk '$3 ~ /^\// && $1 !~ /^(libc|libm|libpthread|libdl|librt|libresolv)\.so/ { print $3 }' \
    | sort -u | xargs -I{} cp -L {} /tools/lib/

# --- the image
FROM ${NODE_IMAGE}
ARG NODE_IMAGE
ARG HUB_VERSION=0.1.0
# The commit, where the builder tells it: --build-arg HUB_REVISION="$(git rev-parse HEAD)"
ARG HUB_REVISION=unknown
LABEL org.opencontainers.image.title="AskPro Hub" \
  org.opencontainers.image.description="Self-hosted integration hub: a voice agent answers the phone, the hub books, meters and invoices." \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.version="${HUB_VERSION}" \
  org.opencontainers.image.revision="${HUB_REVISION}" \
  org.opencontainers.image.base.name="${NODE_IMAGE}"

COPY --from=tools /tools/bin/ /usr/local/bin/
COPY --from=tools /tools/lib/ /usr/local/lib/postgresql/
# A missing library ends the build here and not the first backup.
RUN echo /usr/local/lib/postgresql > /etc/ld.so.conf.d/zz-postgresql.conf \
  && ldconfig \
  && pg_dump --version \
  && pg_restore --version \
  && psql --version \
  && rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack \
  && install -d -o node -g node -m 0700 /data

WORKDIR /hub
COPY --from=packages /hub/ ./
COPY --from=source /hub/ ./
COPY --from=admin /hub/admin/dist/ admin/dist/

ENV NODE_ENV=production \
  ASKPRO_MODE=production \
  ASKPRO_DATA_DIR=/data \
  HOST=0.0.0.0 \
  PORT=8080
USER node
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
# Whether the process lives, in both roles. Not /readyz: whatever restarts unhealthy containers (Swarm, autoheal) would
# restart the hub over and over because PostgreSQL or Redis is away, which no restart mends. The hub listens only after
# it has migrated and proved its master key, so the first healthy answer means that as well.
HEALTHCHECK --interval=10s --timeout=4s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "scripts/start.mjs"]
