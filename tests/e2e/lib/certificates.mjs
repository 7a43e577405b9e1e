// One certificate authority per test process, and one certificate for every name that the tests use. Node's own
// clients (fetch, https) trust it from here on.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import tls from 'node:tls';

import { scratch } from './scratch.mjs';

const names = ['localhost', 'north.localhost', 'south.localhost', 'east.localhost', 'west.localhost', 'district.localhost', 'peer.localhost', 'evil.localhost'];
const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

let made;

function openssl(folder, ...parts) {
    execFileSync('openssl', parts, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
}

// A certificate of an authority that nobody trusts, for the same names.
export function worthlessCertificate() {
    const folder = scratch('worthless');
    openssl(folder, 'req', '-x509', ...key, '-days', '2', '-subj', '/CN=localhost',
        '-addext', `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}`, '-keyout', 'key', '-out', 'pem');
    return { certificate: join(folder, 'pem'), key: join(folder, 'key') };
}

export function certificates() {
    if (made) return made;
    const folder = scratch('certificates');
    openssl(folder, 'req', '-x509', ...key, '-days', '2', '-subj', '/CN=Collegium test authority',
        '-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign',
        '-keyout', 'ca.key', '-out', 'ca.pem');
    const alternatives = [...names.map((name) => `DNS:${name}`), 'IP:127.0.0.1', 'IP:::1'].join(',');
    writeFileSync(join(folder, 'extensions'), `subjectAltName=${alternatives}\nextendedKeyUsage=serverAuth\n`);
    openssl(folder, 'req', ...key, '-subj', '/CN=localhost', '-keyout', 'server.key', '-out', 'server.csr');
    openssl(folder, 'x509', '-req', '-in', 'server.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial',
        '-days', '2', '-extfile', 'extensions', '-out', 'server.pem');
    made = {
        ca: join(folder, 'ca.pem'),
        certificate: join(folder, 'server.pem'),
        key: join(folder, 'server.key'),
    };
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), readFileSync(made.ca, 'utf8')]);
    return made;
}
