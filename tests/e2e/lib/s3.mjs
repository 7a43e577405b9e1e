// An S3 server for tests: s3rver keeps the files. As it lets any version 4 signature pass, a front before it speaks
// HTTPS and checks each one by the letter of AWS's "Signature Version 4", with the path and query as they came.
import { spawn } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request as forward } from 'node:http';
import { createServer } from 'node:https';
import { join } from 'node:path';

import { certificates } from './certificates.mjs';
import { eventually } from './eventually.mjs';
import { freePort } from './ports.mjs';

const program = join(import.meta.dirname, '../node_modules/s3rver/bin/s3rver.js');
export const accessKey = 'S3RVER';
export const secretKey = 'S3RVER';

const hash = (data) => createHash('sha256').update(data).digest('hex');
const hmac = (key, data) => createHmac('sha256', key).update(data).digest();

function canonicalQuery(query) {
    const encode = (text) => encodeURIComponent(decodeURIComponent(text)).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
    return query.split('&').filter(Boolean)
        .map((pair) => [pair.split('=')[0], pair.slice(pair.split('=')[0].length + 1)].map(encode).join('='))
        .sort().join('&');
}

// "" when the signature is right, else what is wrong.
export function fault({ method, url, headers }, body) {
    const [, id, scope, signed, signature] =
        /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(headers.authorization ?? '') ?? [];
    if (!signature) return 'AccessDenied';
    if (id !== accessKey) return 'InvalidAccessKeyId';
    const names = signed.split(';');
    if (!names.includes('host') || Object.keys(headers).some((name) => name.startsWith('x-amz-') && !names.includes(name))) return 'AccessDenied';
    if (headers['x-amz-content-sha256'] !== hash(body)) return 'XAmzContentSHA256Mismatch';
    const [path, query = ''] = url.split('?');
    const canonical = [method, path, canonicalQuery(query), ...names.map((name) => `${name}:${headers[name].trim()}`), '', signed, hash(body)].join('\n');
    const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, hash(canonical)].join('\n');
    const key = scope.split('/').reduce(hmac, `AWS4${secretKey}`);
    return hmac(key, toSign).toString('hex') === signature ? '' : 'SignatureDoesNotMatch';
}

export class Bucket {
    static async start(folder, name, port) {
        const bucket = new Bucket();
        const inner = await freePort();
        // Its continuation tokens need an old cipher.
        bucket.child = spawn(process.execPath, ['--openssl-legacy-provider', program, '-d', folder, '-p', String(inner), '-a', '127.0.0.1',
            '--silent', '--no-vhost-buckets', '--configure-bucket', name], { stdio: 'ignore' });
        process.once('exit', () => bucket.child.kill('SIGKILL'));
        await eventually('the S3 server listens', () => fetch(`http://127.0.0.1:${inner}/`).then(() => true, () => false));
        const { certificate, key } = certificates();
        bucket.refusals = [];
        bucket.server = createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, async (incoming, outgoing) => {
            const parts = [];
            for await (const part of incoming) parts.push(part);
            const body = Buffer.concat(parts);
            const wrong = fault(incoming, body);
            if (wrong) {
                bucket.refusals.push(wrong);
                return void outgoing.writeHead(403, { 'content-type': 'application/xml' }).end(`<Error><Code>${wrong}</Code></Error>`);
            }
            const { method, url: path, headers } = incoming;
            const inside = forward({ host: '127.0.0.1', port: inner, method, path, headers }, (answer) => {
                outgoing.writeHead(answer.statusCode, answer.headers);
                answer.pipe(outgoing);
            });
            inside.on('error', () => outgoing.destroy());
            inside.end(body);
        });
        await new Promise((done) => bucket.server.listen(port, '127.0.0.1', done));
        return bucket;
    }

    async close() {
        this.server.closeAllConnections();
        await new Promise((done) => this.server.close(done));
        const ended = new Promise((done) => this.child.once('exit', done));
        this.child.kill('SIGTERM');
        await ended;
    }
}
