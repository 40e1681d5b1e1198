/** Sent by the server after a document was analysed, when what it says has changed. */
export const documentInfoNotification = "shufflewise/documentInfo";

export interface DocumentInfoParams {
  readonly uri: string;
  /** False when the file never mentions pyspark. */
  readonly usesSpark: boolean;
}
