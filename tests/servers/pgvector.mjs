// A PostgreSQL with pgvector for one test: PGlite, which is PostgreSQL compiled to WebAssembly, behind a port of
// 127.0.0.1. tests/tools/pgvector.py starts it and speaks with it through stdin and stdout, a line of JSON each:
//
//     prints  {"port": 40123}                    when it is ready
//     reads   ["-s", "-T", "*.a"]                options of pg_dump, whose 18 is the only one that understands this 18
//     prints  {"dump": "…"} or {"error": "…"}
//
// `pgvector.mjs keep` only writes the file KEPT, with what initdb makes, for those that come: it takes longest at a start.
//
// It ends when its stdin does, that is with the test. PGlite has one session in one database. So a client waits until
// the one before it is gone, and then finds the session as a new one: none of its settings, locks, prepared statements.
import { File } from 'node:buffer';
import { createRequire } from 'node:module';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';

const KEPT = new URL('../../build-servers/pgvector.tar', import.meta.url);
const MADE = new URL('pgvector.tar.made', KEPT);
const PATIENCE = 30_000; // milliseconds: two clients that wait for one another are a mistake of the test

// A test is over before code that is compiled with more care has earned its time.
setFlagsFromString('--liftoff-only');

// Debian 12's node 18 has these, but not among its global names.
globalThis.File ??= File;
globalThis.CustomEvent ??= class extends Event {
    constructor(type, options) {
        super(type, options);
        this.detail = options?.detail;
    }
};

const packages = createRequire(new URL('../../build-servers/package.json', import.meta.url));
const load = async name => {
    const made = await import(pathToFileURL(packages.resolve('@electric-sql/' + name)).href);
    return { ...made.default, ...made }; // one of the packages' two forms, whichever node has resolved
};
const { PGlite } = await load('pglite');
const { vector } = await load('pglite-pgvector');
const { PGLiteSocketHandler } = await load('pglite-socket');
const { pgDump } = await load('pglite-tools/pg_dump');

const kept = existsSync(KEPT) && { loadDataDir: new Blob([readFileSync(KEPT)]) };
const db = await PGlite.create('memory://', { extensions: { vector }, ...kept });
if (process.argv[2] === 'keep') {
    const made = await db.dumpDataDir('none');
    writeFileSync(MADE, Buffer.from(await made.arrayBuffer()));
    renameSync(MADE, KEPT);
    process.exit(0);
}

// Clients and dumps take turns, in the order in which they came.
let last = Promise.resolve();
function inTurn(work) {
    const turn = last.then(work).finally(leaveNothing);
    last = turn.catch(() => {});
    return turn;
}

async function leaveNothing() {
    await db.exec('ROLLBACK');
    await db.exec('DISCARD ALL');
}

// What a client sends goes to PGlite up to each Sync, and is answered with one ReadyForQuery: PGlite itself sends one
// more behind an error, and a client that has sent several statements at once loses count.
const HELD = new Set('PBDECHd'); // Parse, Bind, Describe, Execute, Close, Flush, Copy data
function forwarding() {
    let held = [];
    return {
        async enqueue(_, message, onData) {
            held.push(message);
            if (HELD.has(String.fromCharCode(message[0])))
                return;
            const all = Buffer.concat(held);
            const answers = [];
            held = [];
            await db.runExclusive(() => db.execProtocolRawStream(all, { onRawData: data => answers.push(data.slice()) }));
            onData(readyOnce(Buffer.concat(answers)));
        },
        clearQueueForHandler() {},
        async clearTransactionIfNeeded() {},
    };
}

function readyOnce(answer) {
    const messages = [];
    for (let at = 0; at < answer.length; at += 1 + answer.readInt32BE(at + 1))
        messages.push(answer.subarray(at, at + 1 + answer.readInt32BE(at + 1)));
    const isReady = message => message[0] === 'Z'.charCodeAt(0);
    return Buffer.concat(messages.filter((message, i) => !isReady(message) || !messages.slice(i + 1).some(isReady)));
}

async function serve(socket) {
    const handler = new PGLiteSocketHandler({ queryQueue: forwarding(), closeOnDetach: true });
    const gone = new Promise(resolve => ['close', 'error'].forEach(e => handler.addEventListener(e, resolve)));
    if (socket.destroyed)
        return;
    await handler.attach(socket);
    socket.resume();
    await gone;
}

const server = createServer({ pauseOnConnect: true }, socket => {
    socket.on('error', () => socket.destroy()); // while it waits; afterwards that is the handler's
    const impatient = setTimeout(() => {
        console.error('pgvector.mjs: a client has waited for the one before it for too long; only one is served at a time');
        socket.destroy();
    }, PATIENCE);
    inTurn(() => {
        clearTimeout(impatient);
        return serve(socket);
    });
});
server.listen(0, '127.0.0.1', () => answer({ port: server.address().port }));

function answer(what) {
    process.stdout.write(JSON.stringify(what) + '\n');
}

const asked = createInterface({ input: process.stdin });
asked.on('line', line =>
    inTurn(() => pgDump({ pg: db, args: JSON.parse(line) }))
        .then(file => file.text())
        .then(dump => answer({ dump }), error => answer({ error: String(error) })));
asked.on('close', () => process.exit(0));
