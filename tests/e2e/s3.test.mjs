// Stored files in a bucket of an S3 server, over HTTPS, every signature checked.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { promisify } from 'node:util';

import { request } from './lib/calls.mjs';
import { certificates } from './lib/certificates.mjs';
import { binary, Instance, showLogsOnFailure } from './lib/instance.mjs';
import { freePort } from './lib/ports.mjs';
import { accessKey, Bucket, secretKey } from './lib/s3.mjs';
import { scratch } from './lib/scratch.mjs';

const run = promisify(execFile);
const bucket = 'files';
// The smallest PNG there is: one transparent pixel.
const picture = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');

async function upload(person, bytes, name = 'dot.png') {
    const form = new FormData();
    form.set('file', new Blob([bytes]), name);
    form.set('description', 'One dot');
    return await person.ask('POST', '/api/v2/media', { body: form });
}

describe('media in a bucket', () => {
    let store, port, folder, north, maya, secretFile;
    const stored = () => readdirSync(join(folder, bucket, 'north')).filter((name) => /^[0-9a-f]{64}._S3rver_object$/.test(name));
    const settings = (secret) => ({
        storage: {
            media: `s3://${bucket}/north?endpoint=https://localhost:${port}&region=eu-central-1`,
            media_access_key: accessKey, ...secret,
        },
    });

    before(async () => {
        folder = scratch('s3');
        port = await freePort();
        store = await Bucket.start(folder, bucket, port);
        secretFile = join(scratch('s3_secret'), 'secret');
        writeFileSync(secretFile, `${secretKey}\n`);
        north = await Instance.start('north', { config: settings({ media_secret_key_file: secretFile }) });
        maya = await north.account('maya');
    });
    after(async () => {
        await north?.close();
        await store?.close();
    });
    afterEach((context) => showLogsOnFailure(context, () => [north]));

    test('an upload is stored there, shown with its post, and read back', async () => {
        const answer = await upload(maya, picture);
        assert.equal(answer.status, 200, answer.text);
        assert.equal(answer.json.description, 'One dot');
        assert.equal(stored().length, 1);
        const post = await maya.publish('A dot.', { media_ids: [answer.json.id] });
        const shown = await fetch(post.media_attachments[0].url);
        assert.equal(shown.status, 200);
        assert.equal(shown.headers.get('content-type'), 'image/png');
        assert.deepEqual(Buffer.from(await shown.arrayBuffer()), picture);
        await maya.delete(`/api/v1/statuses/${post.id}`);
    });

    test('the same bytes are stored once, others beside them', async () => {
        assert.equal((await upload(maya, picture)).status, 200);
        assert.equal(stored().length, 1);
        const text = Buffer.from(`Notes on cell division.\n${'x'.repeat(3 * 1024 * 1024)}`);
        const answer = await upload(maya, text, 'notes.txt');
        assert.equal(answer.status, 200, answer.text);
        assert.equal(stored().length, 2);
        assert.equal((await request(answer.json.url)).text, text.toString());
    });

    test('the doctor writes, reads and removes a file, and says so', async () => {
        const count = stored().length;
        const report = await north.command(['doctor']).catch((failure) => failure.stdout);
        assert.match(report, /^ok {4}media store takes and gives back a file: s3:/m);
        assert.equal(stored().length, count);
    });

    test('with a wrong secret nothing is stored, and the doctor fails', async () => {
        const other = await Instance.start('south', { config: settings({ media_secret_key: 'guessed' }) });
        try {
            const answer = await upload(await other.account('wen'), picture);
            assert.equal(answer.status, 503);
            assert.match(other.tail(), /SignatureDoesNotMatch/);
            assert.doesNotMatch(answer.text + other.tail(), /guessed/);
            const report = await other.command(['doctor']).catch((failure) => failure.stdout);
            assert.match(report, /^FAIL {2}media store s3:.*Check the endpoint/m);
        } finally {
            await other.close();
        }
    });

    test('the whole port, on a bucket with many files', async (context) => {
        const program = join(dirname(binary), 'test_storage');
        if (!existsSync(program)) return context.skip('test_storage is not built');
        const env = {
            ...process.env, AWS_ACCESS_KEY_ID: accessKey, AWS_SECRET_ACCESS_KEY: secretKey, COLLEGIUM_TEST_S3_CA: certificates().ca,
            COLLEGIUM_TEST_S3: `s3://${bucket}/port?endpoint=https://localhost:${port}`,
        };
        const { stdout } = await run(program, ['--gtest_filter=RealS3.*'], { env }).catch((failure) => failure);
        assert.match(stdout, /\[ {2}PASSED {2}\] 3 tests/, stdout);
    });

    test('when the store is out of reach, uploads are told to come back, and the rest works', async () => {
        await store.close();
        store = undefined;
        assert.equal((await upload(maya, Buffer.from('other notes'), 'other.txt')).status, 503);
        assert.equal((await maya.publish('Still here.')).visibility, 'public');
        await north.assertAlive();
        store = await Bucket.start(folder, bucket, port);
        await new Promise((done) => setTimeout(done, 2100));
        assert.equal((await upload(maya, Buffer.from('other notes'), 'other.txt')).status, 200);
    });
});
