// `collegium doctor` on sites that are sound, stopped and broken.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { certificates } from './lib/certificates.mjs';
import { Instance, binary } from './lib/instance.mjs';
import { scratch } from './lib/scratch.mjs';

let north;
before(async () => {
    north = await Instance.start('north');
});
after(() => north?.close());

function doctor(file) {
    return new Promise((done) => {
        execFile(binary, ['doctor', '--config', file], (error, stdout) => done({ code: error ? error.code : 0, text: stdout }));
    });
}

// North's configuration with something changed.
function changed(name, change) {
    const file = join(scratch('doctor'), name);
    writeFileSync(file, change(readFileSync(north.configFile, 'utf8')));
    return file;
}

test('runningInstance_isSound', async () => {
    const found = await doctor(north.configFile);
    assert.equal(found.code, 0, found.text);
    for (const line of [/ok {4}address .* is served by this instance/, /ok {4}certificate covers north\.localhost/,
        /ok {4}https:\/\/north\.localhost:\d+ answers other servers/, /ok {4}WebFinger/, /ok {4}database schema is up to date/,
        /ok {4}SQLite's log is in WAL mode/, /ok {4}media store/, /ok {4}certificate and key belong together/])
        assert.match(found.text, line);
    assert.doesNotMatch(found.text, /^FAIL/m);
});

test('eachLine_hasAVerdict_andWhatToDoWhenItIsNotOk', async () => {
    const lines = (await doctor(north.configFile)).text.trim().split('\n').slice(0, -1);
    for (const line of lines) assert.match(line, /^(ok {2} {2}\S|(warn|FAIL) {2}\S.* — \S)/);
});

test('missingDatabase_isNotMadeByLooking', async () => {
    const place = join(scratch('doctor'), 'empty', 'collegium.db');
    const file = changed('empty.toml', (text) => text.replace(/database = .*/, `database = "sqlite://${place}"`));
    const found = await doctor(file);
    assert.match(found.text, /warn {2}database .* is not there yet/);
    const again = await doctor(file);
    assert.match(again.text, /warn {2}database .* is not there yet/);
});

test('keyOfAnotherCertificate_fails', async () => {
    const other = join(scratch('doctor'), 'other.key');
    await new Promise((done) => execFile('openssl', ['ecparam', '-genkey', '-name', 'prime256v1', '-noout', '-out', other], done));
    const found = await doctor(changed('key.toml', (text) => text.replace(/tls_key = .*/, `tls_key = ${JSON.stringify(other)}`)));
    assert.equal(found.code, 1);
    assert.match(found.text, /FAIL {2}the key does not belong to the certificate/);
});

test('portOfAnotherProgram_fails', async () => {
    const found = await doctor(changed('port.toml', (text) => text.replaceAll('north.localhost', 'south.localhost')));
    assert.equal(found.code, 1);
    assert.match(found.text, /FAIL {2}address .* is taken by another program/);
});

test('databaseServerThatIsNotThere_fails_onOneLine', async () => {
    const found = await doctor(changed('postgres.toml', (text) => text.replace(/database = .*/, 'database = "postgresql://nobody@127.0.0.1:1/x"')));
    assert.equal(found.code, 1);
    assert.match(found.text, /^FAIL {2}database: .* — /m);
});

test('caFileWithoutCertificate_fails', async () => {
    const found = await doctor(changed('ca.toml', (text) => text.replace(/ca_file = .*/, `ca_file = ${JSON.stringify(certificates().key)}`)));
    assert.equal(found.code, 1);
    assert.match(found.text, /FAIL {2}outbound requests: .*ca_file/);
});

test('wrongConfiguration_namesEveryMistakeWithItsLine', async () => {
    const file = join(scratch('doctor'), 'wrong.toml');
    writeFileSync(file, '[instance]\ndomain = "learn example"\nnam = "x"\n[http]\nlisten = ["nonsense"]\n');
    const found = await doctor(file);
    assert.equal(found.code, 1);
    for (const line of [2, 3, 5]) assert.match(found.text, new RegExp(`^FAIL  configuration, .*:${line} `, 'm'));
});

function run(...words) {
    return new Promise((done) => {
        const child = execFile(binary, words, (error, output, errors) => done({ code: error ? error.code : 0, output, errors }));
        child.stdin.end('Momentum carts roll 42\n');
    });
}

test('wrongUse_exitsWith2_andSaysWhyOnStandardError', async () => {
    for (const words of [[], ['nonsense'], ['serve'], ['migrate', '--config'], ['token'], ['serve', '--config', 'x', '--nonsense'],
        ['account', 'create', '--config', 'x', '--username', 'a', '--email', 'a@b.example', '--role', 'king']]) {
        const found = await run(...words);
        assert.equal(found.code, 2, words.join(' '));
        assert.equal(found.output, '', words.join(' '));
        assert.match(found.errors, /\S/, words.join(' '));
    }
});

test('failure_exitsWith1_andHelpWith0', async () => {
    const failed = await run('migrate', '--config', join(scratch('doctor'), 'missing.toml'));
    assert.equal(failed.code, 1);
    assert.match(failed.errors, /missing\.toml/);
    const help = await run('--help');
    assert.equal(help.code, 0);
    assert.match(help.output, /serve/);
});

test('accountsAndTokens_areNotMadeInTheDatabaseOfAnotherAddress', async () => {
    const other = changed('elsewhere.toml', (text) => text.replace(north.domain, 'elsewhere.example'));
    for (const words of [['account', 'create', '--username', 'zoe', '--email', 'zoe@elsewhere.example', '--password-stdin'],
        ['token', 'create', '--username', 'zoe']]) {
        const refused = await run(...words, '--config', other);
        assert.equal(refused.code, 1, words.join(' '));
        assert.match(refused.errors, /This database was made for/, words.join(' '));
    }
});
