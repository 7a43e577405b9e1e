// Requests whose framing two servers could read differently (RFC 9112 6.3, 11.2), over bare TLS sockets: refused,
// and the connection ends, so that nothing behind them is taken for a request.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import tls from 'node:tls';
import { test } from 'node:test';

import { certificates } from '../lib/certificates.mjs';

// What the server sends for these bytes until it closes, or until it has been silent for a while.
export function speak(instance, bytes, silence = 1500) {
    return new Promise((resolve) => {
        let text = '';
        const socket = tls.connect({ host: '127.0.0.1', port: instance.port, servername: instance.host, ca: readFileSync(certificates().ca) });
        const done = (closed) => {
            socket.destroy();
            resolve({ text, closed, answers: text.match(/^HTTP\/1\.[01] \d{3}/gm) ?? [] });
        };
        socket.setTimeout(silence, () => done(false));
        socket.on('secureConnect', () => socket.write(bytes));
        socket.on('data', (data) => (text += data.toString('latin1')));
        socket.on('error', () => done(true));
        socket.on('close', () => done(true));
    });
}

export function framing(world) {
    const host = () => `Host: ${world.north.domain}\r\n`;
    const smuggled = () => `GET /api/v1/instance HTTP/1.1\r\n${host()}\r\n`;
    const post = (headers, body) => () => `POST /api/v1/apps HTTP/1.1\r\n${host()}${headers}\r\n${body}${smuggled()}`;

    const bad = {
        'Content-Length with Transfer-Encoding': post('Content-Length: 4\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'),
        'Transfer-Encoding with Content-Length': post('Transfer-Encoding: chunked\r\nContent-Length: 40\r\n', '0\r\n\r\n'),
        'two lengths that differ': post('Content-Length: 4\r\nContent-Length: 40\r\n', 'abcd'),
        'two lengths that agree': post('Content-Length: 4\r\nContent-Length: 4\r\n', 'abcd'),
        'a list of lengths': post('Content-Length: 4, 4\r\n', 'abcd'),
        'a length with a sign': post('Content-Length: +4\r\n', 'abcd'),
        'a negative length': post('Content-Length: -1\r\n', ''),
        'a length in hexadecimal': post('Content-Length: 0x4\r\n', 'abcd'),
        'an endless length': post('Content-Length: 99999999999999999999\r\n', ''),
        'a space before the colon': post('Content-Length : 4\r\n', 'abcd'),
        'a folded header': post('X-One: a\r\n b\r\nContent-Length: 0\r\n', ''),
        'a folded length': post('Content-Length:\r\n 4\r\n', 'abcd'),
        'another encoding': post('Transfer-Encoding: gzip, chunked\r\n', '0\r\n\r\n'),
        'an encoding with a tab': post('Transfer-Encoding:\tchunked, identity\r\n', '0\r\n\r\n'),
        'chunked twice': post('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'),
        'chunked in HTTP/1.0': () => `POST /api/v1/apps HTTP/1.0\r\n${host()}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled()}`,
        'a chunk size that is none': post('Transfer-Encoding: chunked\r\n', 'zz\r\n\r\n'),
        'a chunk size too large': post('Transfer-Encoding: chunked\r\n', 'ffffffffffffffffff\r\n'),
        'a chunk without its end': post('Transfer-Encoding: chunked\r\n', '4\r\nabcdXX0\r\n\r\n'),
        'bare line feeds': () => `GET /healthz HTTP/1.1\n${host().replace('\r', '')}\n${smuggled()}`,
        'one bare line feed': () => `GET /healthz HTTP/1.1\r\nX-A: b\n${host()}\r\n${smuggled()}`,
        'a bare carriage return': () => `GET /healthz HTTP/1.1\r\nX-A: b\rc\r\n${host()}\r\n${smuggled()}`,
        'a null byte': () => `GET /healthz HTTP/1.1\r\nX-A: b\0c\r\n${host()}\r\n${smuggled()}`,
        'a header without a colon': () => `GET /healthz HTTP/1.1\r\nnonsense\r\n${host()}\r\n${smuggled()}`,
        'a header without a name': () => `GET /healthz HTTP/1.1\r\n: x\r\n${host()}\r\n${smuggled()}`,
        'no host': () => `GET /healthz HTTP/1.1\r\n\r\n${smuggled()}`,
        'two hosts': () => `GET /healthz HTTP/1.1\r\n${host()}Host: elsewhere.example\r\n\r\n${smuggled()}`,
        'another protocol': () => `GET /healthz HTTP/3.0\r\n${host()}\r\n${smuggled()}`,
        'a space in the target': () => `GET /health z HTTP/1.1\r\n${host()}\r\n${smuggled()}`,
        'no protocol': () => 'GET /healthz\r\n\r\n',
        'a method of symbols': () => `G@T /healthz HTTP/1.1\r\n${host()}\r\n${smuggled()}`,
        'a target of 100 kB': () => `GET /${'a'.repeat(100_000)} HTTP/1.1\r\n${host()}\r\n`,
        'headers of 200 kB': () => `GET /healthz HTTP/1.1\r\n${host()}${`X-A: ${'a'.repeat(1000)}\r\n`.repeat(200)}\r\n`,
        'a thousand headers': () => `GET /healthz HTTP/1.1\r\n${host()}${Array.from({ length: 1000 }, (_, index) => `X-${index}: 1\r\n`).join('')}\r\n`,
        'HTTP/2': () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0',
        'bytes': () => Buffer.from(Array.from({ length: 3000 }, (_, index) => (index * 7919) % 256)),
    };
    for (const [name, bytes] of Object.entries(bad)) {
        test(`${name}: refused once, and the connection ends`, async () => {
            const { text, closed, answers } = await speak(world.north, bytes());
            assert.ok(answers.length <= 1, `smuggled: ${text}`);
            if (answers.length) assert.match(answers[0], / (4\d\d|501|505)$/, text);
            assert.ok(closed, `the connection stays open: ${text}`);
        });
    }

    test('two good requests on one connection are both answered', async () => {
        const { answers } = await speak(world.north, `GET /healthz HTTP/1.1\r\n${host()}\r\nGET /healthz HTTP/1.1\r\n${host()}Connection: close\r\n\r\n`);
        assert.deepEqual(answers, ['HTTP/1.1 200', 'HTTP/1.1 200']);
    });

    test('a body in chunks is read', async () => {
        const body = 'client_name=Chunky&redirect_uris=urn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob';
        const { text, answers } = await speak(world.north,
            `POST /api/v1/apps HTTP/1.1\r\n${host()}Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n` +
            `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`);
        assert.deepEqual(answers, ['HTTP/1.1 200'], text);
        assert.match(text, /client_id/);
    });

    test('a foreign host name, or a proxy\'s headers from anyone, get into no answer', async () => {
        const lies = 'Host: elsewhere.example\r\nX-Forwarded-Host: elsewhere.example\r\nX-Forwarded-Proto: http\r\nForwarded: host=elsewhere.example\r\n';
        for (const path of ['/', '/sign-in', '/share', '/.well-known/oauth-authorization-server', '/.well-known/nodeinfo', '/api/v2/instance', '/@maya']) {
            const { text } = await speak(world.north, `GET ${path} HTTP/1.1\r\n${lies}Connection: close\r\n\r\n`);
            assert.ok(text.startsWith('HTTP/1.1 ') && !text.includes('elsewhere.example'), `${path}: ${text.slice(0, 400)}`);
        }
    });

    test('half a request and silence does not hold the server', async () => {
        const slow = Array.from({ length: 40 }, () => speak(world.north, `POST /api/v1/apps HTTP/1.1\r\n${host()}Content-Length: 100\r\n\r\nabc`, 2500));
        await world.north.assertAlive();
        for (const { answers } of await Promise.all(slow)) assert.ok(answers.every((line) => !line.endsWith('200')));
        await world.north.assertAlive();
    });
}
