//! The policies, asked: may this actor do this to that? Every answer is Cedar's, over `policies/entente.cedar`;
//! answers to equal questions are remembered.

use crate::{Action, Actor, ActorKind, Desks, Grant, Resource, ResourceKind, Role, Scopes};
use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityUid, PolicyId, PolicySet, Request,
    RestrictedExpression, Schema, ValidationMode, Validator,
};
use model::Desk;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

/// So many answers are remembered; a node has far fewer different grants than this allows.
const REMEMBERED: usize = 10_000;

/// The desk of what belongs to the node as a whole, in the policies.
const NODE: &str = "node";

/// Why policies are not usable.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// The text is not in Cedar's language.
    #[error("the policies cannot be read: {0}")]
    Syntax(String),
    /// The text uses words that the schema does not have.
    #[error("the policies do not fit their schema: {0}")]
    Unfit(String),
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it may be done.
    pub allowed: bool,
    /// The policies that decided, by their ids; none when nothing permits it.
    pub policies: Arc<[String]>,
}

/// Something that may not be done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{action} is not allowed to this account{}; ask an administrator which role gives it", at(*desk))]
pub struct Denied {
    /// What was asked for.
    pub action: Action,
    /// At which desk; none is the node as a whole.
    pub desk: Option<Desk>,
    /// The policies that forbid it; none when nothing permits it.
    pub policies: Arc<[String]>,
}

fn at(desk: Option<Desk>) -> String {
    desk.map(|desk| format!(" at the {} desk", desk.as_str())).unwrap_or_default()
}

/// All that an answer depends on. Cedar's request is built from this and nothing else, so equal questions have equal
/// answers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Question {
    kind: Principal,
    grants: Vec<Grant>,
    scopes: Option<Scopes>,
    action: Action,
    resource: ResourceKind,
    desk: Option<Desk>,
    mine: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Principal {
    Person,
    Key,
    System,
}

/// Policies with their schema, ready to be asked.
pub struct Policies {
    policies: PolicySet,
    schema: Schema,
    answers: RwLock<HashMap<Question, Verdict>>,
}

impl Policies {
    /// The text of the policies that come with the program.
    pub const SHIPPED: &str = include_str!("../policies/entente.cedar");

    /// The schema that all policies must fit.
    pub const SCHEMA: &str = include_str!("../policies/entente.cedarschema");

    /// The policies that come with the program.
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Policies> = OnceLock::new();
        SHIPPED.get_or_init(|| Self::parse(Self::SHIPPED).expect("the shipped policies are tested"))
    }

    /// Policies in Cedar's language, held strictly to the schema.
    ///
    /// # Errors
    /// When they are not in that language or do not fit the schema.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let syntax = |error: &dyn std::fmt::Display| PolicyError::Syntax(error.to_string());
        let (schema, _) = Schema::from_cedarschema_str(Self::SCHEMA).map_err(|error| syntax(&error))?;
        let mut policies = PolicySet::new();
        let unnamed: PolicySet = text.parse().map_err(|error| syntax(&error))?;
        for policy in unnamed.policies() {
            let id = policy.annotation("id").ok_or_else(|| syntax(&"every policy needs an @id"))?;
            policies.add(policy.new_id(PolicyId::new(id))).map_err(|error| syntax(&error))?;
        }
        let validation = Validator::new(schema.clone()).validate(&policies, ValidationMode::Strict);
        let faults: Vec<String> = validation.validation_errors().map(ToString::to_string).collect();
        if !faults.is_empty() {
            return Err(PolicyError::Unfit(faults.join("; ")));
        }
        Ok(Self { policies, schema, answers: RwLock::default() })
    }

    /// Whether `actor` may do `action` to `resource`, and which policies say so.
    pub fn decide(&self, actor: &Actor, action: Action, resource: &Resource) -> Verdict {
        let question = Question::new(actor, action, resource);
        let remembered = self.answers.read().unwrap_or_else(PoisonError::into_inner).get(&question).cloned();
        remembered.unwrap_or_else(|| {
            let verdict = self.ask(&question);
            let mut answers = self.answers.write().unwrap_or_else(PoisonError::into_inner);
            if answers.len() >= REMEMBERED {
                answers.clear();
            }
            answers.insert(question, verdict.clone());
            verdict
        })
    }

    /// The same as an error where it may not be done.
    ///
    /// # Errors
    /// When it may not be done.
    pub fn check(&self, actor: &Actor, action: Action, resource: &Resource) -> Result<(), Denied> {
        let verdict = self.decide(actor, action, resource);
        if verdict.allowed {
            return Ok(());
        }
        Err(Denied { action, desk: resource.desk, policies: verdict.policies })
    }

    fn ask(&self, question: &Question) -> Verdict {
        // A question that does not fit the schema (an action on the wrong kind of thing) is refused.
        let refused = || Verdict { allowed: false, policies: Arc::from([]) };
        let Some((request, entities)) = question.in_cedar(&self.schema) else { return refused() };
        let response = Authorizer::new().is_authorized(&request, &self.policies, &entities);
        let mut policies: Vec<String> = response.diagnostics().reason().map(ToString::to_string).collect();
        policies.sort();
        Verdict { allowed: response.decision() == Decision::Allow, policies: policies.into() }
    }
}

impl Question {
    fn new(actor: &Actor, action: Action, resource: &Resource) -> Self {
        let mut grants = actor.grants.clone();
        grants.sort();
        grants.dedup();
        let (kind, scopes) = match actor.kind {
            ActorKind::Person => (Principal::Person, None),
            ActorKind::Key { .. } => (Principal::Key, Some(actor.scopes.clone())),
            ActorKind::System => (Principal::System, None),
        };
        Self {
            kind,
            grants,
            scopes,
            action,
            resource: resource.kind,
            desk: resource.desk,
            mine: resource.owner.is_some() && resource.owner == actor.person(),
        }
    }

    fn in_cedar(&self, schema: &Schema) -> Option<(Request, Entities)> {
        let principal = match self.kind {
            Principal::Person => uid("Person", "actor")?,
            Principal::Key => uid("Key", "actor")?,
            Principal::System => uid("System", "actor")?,
        };
        let mut attributes = HashMap::new();
        if self.kind != Principal::System {
            attributes.insert("posts".to_owned(), self.posts()?);
        }
        if let Some(scopes) = &self.scopes {
            let within = Action::ALL.iter().filter(|action| scopes.include(**action));
            let names = within.map(|action| RestrictedExpression::new_string(action.as_str().to_owned()));
            attributes.insert("scopes".to_owned(), RestrictedExpression::new_set(names));
        }
        let resource = uid(self.resource.as_str(), "thing")?;
        let desk = uid("Desk", self.desk.map_or(NODE, Desk::as_str))?;
        let thing = HashMap::from([
            ("desk".to_owned(), RestrictedExpression::new_entity_uid(desk)),
            ("mine".to_owned(), RestrictedExpression::new_bool(self.mine)),
        ]);
        let entities = [
            Entity::new(principal.clone(), attributes, HashSet::new()).ok()?,
            Entity::new(resource.clone(), thing, HashSet::new()).ok()?,
        ];
        let entities = Entities::from_entities(entities, Some(schema)).ok()?;
        let name = RestrictedExpression::new_string(self.action.as_str().to_owned());
        let context = Context::from_pairs([("action".to_owned(), name)]).ok()?;
        let action = uid("Action", self.action.as_str())?;
        let request = Request::new(principal, action, resource, context, Some(schema)).ok()?;
        Some((request, entities))
    }

    /// The desks at which each role holds.
    fn posts(&self) -> Option<RestrictedExpression> {
        let mut posts = Vec::with_capacity(Role::ALL.len());
        for role in Role::ALL {
            let held = self.grants.iter().filter(|grant| grant.role == role);
            let names = held.flat_map(|grant| names_of(&grant.desks));
            let desks: Option<Vec<_>> =
                names.map(|name| uid("Desk", name).map(RestrictedExpression::new_entity_uid)).collect();
            posts.push((role.as_str().to_owned(), RestrictedExpression::new_set(desks?)));
        }
        RestrictedExpression::new_record(posts).ok()
    }
}

fn names_of(desks: &Desks) -> Vec<&'static str> {
    match desks {
        Desks::All => Desk::ALL.into_iter().map(Desk::as_str).chain([NODE]).collect(),
        Desks::Only(desks) => desks.iter().map(|desk| desk.as_str()).collect(),
    }
}

fn uid(kind: &str, id: &str) -> Option<EntityUid> {
    Some(EntityUid::from_type_name_and_id(kind.parse().ok()?, id.parse().ok()?))
}
