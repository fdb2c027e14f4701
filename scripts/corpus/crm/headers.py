"""Labels of HubSpot's columns in the languages of its accounts, in the order of the fields below."""

DEALS = "id name stage pipeline amount close created activity owner companies primary company contacts".split()
COMPANIES = "id name domain website created owner".split()
CONTACTS = "id first last email primary company created".split()

LANGUAGES = {
    "english": dict(
        deals="Record ID|Deal Name|Deal Stage|Pipeline|Amount|Close Date|Create Date|Last Activity Date|Deal owner|"
              "Associated Company IDs|Associated Company IDs (Primary)|Associated Company|Associated Contact IDs",
        companies="Record ID|Company name|Company Domain Name|Website URL|Create Date|Company owner",
        contacts="Record ID - Contact|First Name|Last Name|Email|Primary Associated Company ID|Associated Company|Create Date"),
    "german": dict(
        deals="Datensatz-ID|Dealname|Deal-Phase|Pipeline|Betrag|Abschlussdatum|Erstellungsdatum|Datum der letzten Aktivität|"
              "Zuständiger Mitarbeiter für Deal|Zugeordnete Unternehmens-IDs|Zugeordnete Unternehmens-IDs (Primär)|"
              "Zugeordnetes Unternehmen|Zugeordnete Kontakt-IDs",
        companies="Datensatz-ID|Unternehmensname|Domain-Name des Unternehmens|Website-URL|Erstellungsdatum|"
                  "Zuständiger Mitarbeiter für Unternehmen",
        contacts="Datensatz-ID|Vorname|Nachname|E-Mail|ID des primär zugeordneten Unternehmens|Zugeordnetes Unternehmen|"
                 "Erstellungsdatum"),
    "french": dict(
        deals="ID de l'enregistrement|Nom de la transaction|Phase de la transaction|Pipeline|Montant|Date de fermeture|"
              "Date de création|Date de la dernière activité|Propriétaire de la transaction|ID des entreprises associées|"
              "ID des entreprises associées (Principal)|Entreprise associée|ID des contacts associés",
        companies="ID de l'enregistrement|Nom de l'entreprise|Nom de domaine de l'entreprise|URL du site web|"
                  "Date de création|Propriétaire de l'entreprise",
        contacts="ID de l'enregistrement|Prénom|Nom de famille|Adresse e-mail|ID de l'entreprise associée principale|"
                 "Entreprise associée|Date de création"),
    "spanish": dict(
        deals="ID de registro|Nombre del negocio|Etapa del negocio|Pipeline|Importe|Fecha de cierre|Fecha de creación|"
              "Fecha de la última actividad|Propietario del negocio|IDs de empresas asociadas|"
              "ID de empresas asociadas (Principal)|Empresa asociada|IDs de contactos asociados",
        companies="ID de registro|Nombre de la empresa|Nombre de dominio de la empresa|URL del sitio web|Fecha de creación|"
                  "Propietario de la empresa",
        contacts="ID de registro - Contacto|Nombre|Apellidos|Correo electrónico|ID de la empresa principal asociada|"
                 "Empresa asociada|Fecha de creación"),
    "japanese": dict(
        deals="レコードID|取引名|取引ステージ|パイプライン|金額|クローズ日|作成日|最終アクティビティー日|取引担当者|関連付けられた会社ID|"
              "関連付けられた会社ID（プライマリー）|関連付けられた会社|関連付けられたコンタクトID",
        companies="レコードID|会社名|会社のドメイン名|ウェブサイトURL|作成日|会社の担当者",
        contacts="レコードID|名|姓|Eメール|プライマリー会社ID|関連付けられた会社|作成日"),
}


def header(language, kind):
    return LANGUAGES[language][kind].split("|")
