// The bare Koa server behind an entry in TypeScript, run without a build: its start loads what strips types.
import './koa-server.mjs'
