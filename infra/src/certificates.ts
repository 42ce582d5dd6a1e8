/** X.509 certificates: the CA of a cluster, and the certificates that it signs. */
import { generateKeyPair, randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { promisify } from 'node:util';
import forge from 'node-forge';

/** A certificate and its key, both as PEM. */
export interface Identity {
  certificate: string;
  key: string;
}

/** The minimum of NIST SP 800-57 for keys that are used after 2030. */
const KEY_BITS = 3072;
const DAY_MS = 86_400_000;
/** Allows for different clocks of machines. */
const BACKDATE_MS = 3_600_000;

export interface Validity {
  nowMs: number;
  days: number;
}

export async function makeCa(name: string, validity: Validity): Promise<Identity> {
  const subject = [{ name: 'commonName', value: name }];
  const extensions = [
    // It may not sign other CAs.
    { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ];
  return sign({ subject, extensions, validity });
}

/** @param hosts names and addresses of the server */
export async function makeServer(ca: Identity, hosts: readonly string[], validity: Validity): Promise<Identity> {
  // The servers of a cluster are clients of each other.
  return issue(ca, hosts[0] ?? '', [usage({ serverAuth: true, clientAuth: true }), alternativeNames(hosts)], validity);
}

export async function makeClient(ca: Identity, name: string, validity: Validity): Promise<Identity> {
  return issue(ca, name, [usage({ clientAuth: true })], validity);
}

function issue(ca: Identity, commonName: string, extensions: object[], validity: Validity): Promise<Identity> {
  const common = [
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
  ];
  const subject = [{ name: 'commonName', value: commonName.slice(0, 64) }];
  return sign({ subject, extensions: [...common, ...extensions], validity, ca });
}

function usage(purposes: { serverAuth?: boolean; clientAuth?: boolean }): object {
  return { name: 'extKeyUsage', ...purposes };
}

function alternativeNames(hosts: readonly string[]): object {
  // Types of RFC 5280's GeneralName: 2 is a DNS name, 7 an IP address.
  const altNames = hosts.map((host) => (isIP(host) ? { type: 7, ip: host } : { type: 2, value: host }));
  return { name: 'subjectAltName', altNames };
}

interface Request {
  subject: forge.pki.CertificateField[];
  extensions: object[];
  validity: Validity;
  /** Undefined for a self-signed certificate. */
  ca?: Identity;
}

async function sign({ subject, extensions, validity: { nowMs, days }, ca }: Request): Promise<Identity> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: KEY_BITS,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  // Positive, as RFC 5280 requires.
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`;
  certificate.validity.notBefore = new Date(nowMs - BACKDATE_MS);
  certificate.validity.notAfter = new Date(nowMs + days * DAY_MS);
  certificate.setSubject(subject);
  certificate.setIssuer(ca ? forge.pki.certificateFromPem(ca.certificate).subject.attributes : subject);
  certificate.setExtensions(extensions);
  certificate.sign(forge.pki.privateKeyFromPem(ca?.key ?? privateKey), forge.md.sha256.create());
  return { certificate: forge.pki.certificateToPem(certificate), key: privateKey };
}
